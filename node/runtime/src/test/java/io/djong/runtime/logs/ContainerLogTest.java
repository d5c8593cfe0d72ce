package io.djong.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.meta.Clock;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTest {

    private static final String THREE_LINES =
            """
            2026-01-01T10:00:00.5Z stdout F one
            2026-01-01T10:00:01.000000001Z stderr F two
            2026-01-01T10:00:02.25Z stdout F three
            """;

    private static final String WITH_PARTS =
            """
            2026-01-01T10:00:00Z stdout F first
            2026-01-01T10:00:01Z stdout P long-
            2026-01-01T10:00:02Z stdout P long-
            2026-01-01T10:00:03Z stdout F line
            2026-01-01T10:00:04Z stdout F last
            """;

    @TempDir Path directory;
    private Path file;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void name() {
        file = directory.resolve("0.log");
    }

    @Test
    void writesTheTextOfBothStreams() throws Exception {
        Files.writeString(file, THREE_LINES);

        read(LogOptions.all());

        assertThat(text()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void keepsTheStreamsApart() throws Exception {
        Files.writeString(file, THREE_LINES);

        new ContainerLog(file, Clock.system())
                .read(LogOptions.all(), () -> false, OutputStream.nullOutputStream(), out);

        assertThat(text()).isEqualTo("two\n");
    }

    @Test
    void showsTimesWithAllDigits() throws Exception {
        Files.writeString(file, THREE_LINES);

        read(LogOptions.all().withTimestamps());

        assertThat(text())
                .isEqualTo(
                        """
                        2026-01-01T10:00:00.500000000Z one
                        2026-01-01T10:00:01.000000001Z two
                        2026-01-01T10:00:02.250000000Z three
                        """);
    }

    @Test
    void leavesOutWhatIsTooOld() throws Exception {
        Files.writeString(file, THREE_LINES);

        read(LogOptions.all().withSince(Instant.parse("2026-01-01T10:00:01Z")));

        assertThat(text()).isEqualTo("two\nthree\n");
    }

    @Test
    void endsInTheMiddleOfALineWhenLimited() throws Exception {
        Files.writeString(file, THREE_LINES);

        read(LogOptions.all().withLimitBytes(6));

        assertThat(text()).isEqualTo("one\ntw");
    }

    @Test
    void takesTheLastLines() throws Exception {
        Files.writeString(file, THREE_LINES);

        read(LogOptions.all().withTailLines(2));

        assertThat(text()).isEqualTo("two\nthree\n");
    }

    @Test
    void takesNothingWhenNoLastLineIsWanted() throws Exception {
        Files.writeString(file, THREE_LINES);

        read(LogOptions.all().withTailLines(0));

        assertThat(text()).isEmpty();
    }

    @Test
    void takesEverythingWhenMoreLinesAreWantedThanThereAre() throws Exception {
        Files.writeString(file, THREE_LINES);

        read(LogOptions.all().withTailLines(100));

        assertThat(text()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void joinsTheLinesThatTheRuntimeCut() throws Exception {
        Files.writeString(file, WITH_PARTS);

        read(LogOptions.all().withTimestamps());

        assertThat(text())
                .isEqualTo(
                        """
                        2026-01-01T10:00:00.000000000Z first
                        2026-01-01T10:00:01.000000000Z long-long-line
                        2026-01-01T10:00:04.000000000Z last
                        """);
    }

    @Test
    void countsACutLineOnce() throws Exception {
        Files.writeString(file, WITH_PARTS);

        read(LogOptions.all().withTailLines(2));

        assertThat(text()).isEqualTo("long-long-line\nlast\n");
    }

    @Test
    void findsTheTailOfALargeFile() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append("2026-01-01T10:00:00Z stdout F line ").append(i).append('\n');
        }
        Files.writeString(file, lines);

        read(LogOptions.all().withTailLines(15_000));

        assertThat(text()).startsWith("line 5000\n").endsWith("line 19999\n").hasLineCount(15_000);
    }

    @Test
    void skipsWhatIsNoRecord() throws Exception {
        Files.writeString(file, "garbage\n" + THREE_LINES + "2026-01-01T10:00:03Z stdout F unfin");

        read(LogOptions.all());

        assertThat(text()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void followsUntilTheContainerStopsAcrossARotation() throws Exception {
        Files.writeString(file, THREE_LINES);
        AtomicBoolean isRunning = new AtomicBoolean(true);
        Thread follower =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                new ContainerLog(file, Clock.system())
                                        .read(
                                                LogOptions.all().withTailLines(1).following(),
                                                isRunning::get,
                                                out,
                                                out);
                            } catch (Exception failure) {
                                throw new AssertionError(failure);
                            }
                        });
        await().until(() -> text().equals("three\n"));

        append("2026-01-01T10:00:03Z stdout F four\n");
        Files.move(file, directory.resolve("0.log.20260101-100003"));
        Files.writeString(file, "2026-01-01T10:00:04Z stdout F five\n");
        await().until(() -> text().equals("three\nfour\nfive\n"));
        append("2026-01-01T10:00:05Z stdout F six\n");
        isRunning.set(false);

        assertThat(follower.join(Duration.ofSeconds(5))).isTrue();
        assertThat(text()).isEqualTo("three\nfour\nfive\nsix\n");
    }

    private void append(String line) throws Exception {
        Files.writeString(file, line, StandardOpenOption.APPEND);
    }

    private void read(LogOptions options) throws Exception {
        new ContainerLog(file, Clock.system()).read(options, () -> false, out, out);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
