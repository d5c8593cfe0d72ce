package io.djong.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.volumes.AtomicFiles.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir Path directory;

    private static Content text(String text) {
        return new Content(text.getBytes(StandardCharsets.UTF_8), 0640);
    }

    @Test
    void writesFilesWithTheirModes() throws IOException {
        boolean changed =
                new AtomicFiles(directory)
                        .write(Map.of("a", text("1"), "deep/er", text("2")), null);

        assertThat(changed).isTrue();
        assertThat(directory.resolve("a")).hasContent("1");
        assertThat(directory.resolve("deep/er")).hasContent("2");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("a"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void replacesEverythingAtOnce() throws IOException {
        AtomicFiles files = new AtomicFiles(directory);
        files.write(Map.of("a", text("1"), "b", text("2")), null);
        Path before = Files.readSymbolicLink(directory.resolve("..data"));

        files.write(Map.of("a", text("3"), "c", text("4")), null);

        assertThat(directory.resolve("a")).hasContent("3");
        assertThat(directory.resolve("b")).doesNotExist();
        assertThat(directory.resolve("c")).hasContent("4");
        assertThat(directory.resolve(before)).doesNotExist();
    }

    @Test
    void leavesFilesAloneThatDidNotChange() throws IOException {
        AtomicFiles files = new AtomicFiles(directory);
        files.write(Map.of("a", text("1")), null);
        Path before = Files.readSymbolicLink(directory.resolve("..data"));

        assertThat(files.write(Map.of("a", text("1")), null)).isFalse();
        assertThat(Files.readSymbolicLink(directory.resolve("..data"))).isEqualTo(before);
    }

    @Test
    void mayHaveNoFilesAtAll() {
        AtomicFiles files = new AtomicFiles(directory);
        files.write(Map.of("a", text("1")), null);

        files.write(Map.of(), null);

        assertThat(directory.resolve("a")).doesNotExist();
    }
}
