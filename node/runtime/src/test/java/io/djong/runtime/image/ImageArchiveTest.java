package io.djong.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {

    @TempDir Path directory;

    @Test
    void givesTheSameBytesForTheSameInput() throws Exception {
        Path first = directory.resolve("first.tar");
        Path second = directory.resolve("second.tar");

        image().writeTo(first);
        image().writeTo(second);

        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(files(directory)).containsExactlyInAnyOrder("first.tar", "second.tar");
    }

    @Test
    void takesATreeWithItsModesAndLinks() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree/bin"));
        Path tool = Files.writeString(tree.resolve("tool"), "#!");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(tree.resolve("alias"), Path.of("tool"));
        String longName = "n".repeat(150);
        Files.writeString(tree.resolve(longName), "deep");

        List<String> listing =
                layerListing(new Layer().tree("/opt/app", directory.resolve("tree")));

        assertThat(listing)
                .anyMatch(line -> line.startsWith("drwxr-xr-x 0/0") && line.endsWith(" opt/"))
                .anyMatch(line ->
                        line.startsWith("-rwxr-x--- 0/0") && line.endsWith(" opt/app/bin/tool"))
                .anyMatch(line ->
                        line.startsWith("lrwx") && line.endsWith(" opt/app/bin/alias -> tool"))
                .anyMatch(line -> line.endsWith(" opt/app/bin/" + longName));
    }

    private static ImageArchive image() {
        return new ImageArchive("app:1")
                .layer(
                        new Layer()
                                .file("/etc/motd", 0644, "hello".getBytes(StandardCharsets.UTF_8)))
                .entrypoint("/bin/app")
                .exposedPort("80/tcp")
                .label("by", "us");
    }

    private List<String> layerListing(Layer layer) throws Exception {
        Path tar = directory.resolve("layer.tar");
        try (var out = Files.newOutputStream(tar)) {
            layer.writeTo(new TarWriter(out));
        }
        Process listing =
                new ProcessBuilder("tar", "-tvf", tar.toString()).redirectErrorStream(true).start();
        String text = new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(listing.waitFor()).as(text).isZero();
        return text.lines().toList();
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(file -> file.getFileName().toString()).toList();
        }
    }
}
