package io.djong.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    private static final class Steps implements Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

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
            now = now.plus(pause);
        }
    }

    @Test
    void fullFilesArePutAsideAndTheOldestRemoved(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("audit.log");
        Fields event = Fields.of("text", "x".repeat(300_000));
        try (LogFile log = new LogFile(path, new LogFile.Rotation(0, 2, 1), new Steps())) {
            for (int i = 0; i < 20; i++) {
                assertThat(log.accept(event)).isTrue();
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .hasSize(3)
                    .contains("audit.log")
                    .allMatch(name -> name.matches("audit(-2026-[-T0-9.]+)?\\.log"));
        }
        assertThat(Files.size(path)).isLessThanOrEqualTo(1 << 20);
    }
}
