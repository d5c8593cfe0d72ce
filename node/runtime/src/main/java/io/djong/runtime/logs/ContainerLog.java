package io.djong.runtime.logs;

import io.djong.meta.Clock;
import io.djong.meta.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Reads what one container wrote.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/logging/ Logging architecture
public final class ContainerLog {

    private static final Log LOG = Log.of(ContainerLog.class);

    private static final Duration POLL_FIRST = Duration.ofMillis(5);

    /// Long enough to cost nothing, short enough to look immediate.
    private static final Duration POLL_MAX = Duration.ofMillis(100);

    private final Path path;
    private final Clock clock;

    /// @param path the log's present file; rotated ones are not read, as upstream does not
    public ContainerLog(Path path, Clock clock) {
        this.path = path;
        this.clock = clock;
    }

    /// Writes the wanted part to the two streams, which may be one; a stream that is not wanted takes
    /// [OutputStream#nullOutputStream].
    ///
    /// Returns at the end of the log, or when following, after the container has stopped and everything has
    /// been written. Output is flushed whenever the reader has to wait.
    ///
    /// @param isRunning asked only when following
    public void read(
            LogOptions options, BooleanSupplier isRunning, OutputStream stdout, OutputStream stderr)
            throws IOException, InterruptedException {
        LogWriter writer = new LogWriter(options, stdout, stderr);
        LogFile file = new LogFile(path);
        try {
            Long tail = options.tailLines();
            if (tail != null) {
                file.seekToTail(tail);
            }
            Duration pause = POLL_FIRST;
            while (true) {
                // Asked before reading, so that what a stopped container wrote last is read after
                // it stopped.
                boolean goesOn = options.follow() && isRunning.getAsBoolean();
                boolean replaced = options.follow() && file.isReplaced();
                boolean wrote = copy(file, writer);
                if (writer.isFull()) {
                    return;
                }
                if (replaced) {
                    // The runtime makes the new file a moment before it stops writing to the old
                    // one.
                    clock.sleep(POLL_FIRST);
                    copy(file, writer);
                    file.close();
                    file = new LogFile(path);
                    continue;
                }
                writer.flush();
                if (!goesOn) {
                    return;
                }
                pause = wrote ? POLL_FIRST : longer(pause);
                clock.sleep(pause);
            }
        } finally {
            writer.flush();
            file.close();
        }
    }

    private boolean copy(LogFile file, LogWriter writer) throws IOException {
        boolean any = false;
        byte[] line = file.nextLine();
        while (line != null && !writer.isFull()) {
            any = true;
            Optional<LogRecord> read = LogRecord.parse(line);
            if (read.isPresent()) {
                writer.write(read.get());
            } else {
                LOG.debug("Line is not in CRI's format", "file", path);
            }
            line = file.nextLine();
        }
        return any;
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(POLL_MAX) < 0 ? doubled : POLL_MAX;
    }
}
