package io.djong.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {

    @TempDir Path directory;
    private final TickingClock clock = new TickingClock();
    private final LogRotation rotation = new LogRotation(10, 4, clock);

    @Test
    void leavesASmallLogAlone() throws Exception {
        Path log = Files.writeString(directory.resolve("0.log"), "small");

        assertThat(rotation.rotate(log, () -> {})).isFalse();

        assertThat(files()).containsExactly("0.log");
    }

    @Test
    void keepsTheNewestFilesAndCompressesOlderOnes() throws Exception {
        Path log = directory.resolve("0.log");
        Files.writeString(log, "");

        for (int i = 0; i < 5; i++) {
            Files.writeString(log, "some long line " + i);
            assertThat(rotation.rotate(log, () -> create(log))).isTrue();
        }

        assertThat(files())
                .containsExactly(
                        "0.log",
                        "0.log.20260101-000002.gz",
                        "0.log.20260101-000003.gz",
                        "0.log.20260101-000004");
    }

    @Test
    void putsTheLogBackWhenTheRuntimeDoesNotReopenIt() throws Exception {
        Path log = Files.writeString(directory.resolve("0.log"), "some long line");

        assertThatThrownBy(() ->
                        rotation.rotate(
                                log,
                                () -> {
                                    throw new IllegalStateException("refused");
                                }))
                .hasMessage("refused");

        assertThat(files()).containsExactly("0.log");
    }

    private static void create(Path log) {
        try {
            Files.createFile(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /// A second passes whenever somebody looks.
    private static final class TickingClock implements Clock {

        private Instant now = Instant.parse("2025-12-31T23:59:59Z");

        @Override
        public Instant now() {
            now = now.plusSeconds(1);
            return now;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration pause) {
            throw new UnsupportedOperationException("nothing sleeps here");
        }
    }
}
