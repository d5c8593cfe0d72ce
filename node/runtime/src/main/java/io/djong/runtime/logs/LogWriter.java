package io.djong.runtime.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/// Turns records back into what the container wrote, within the bounds that were asked for.
final class LogWriter {

    private static final byte[] NEWLINE = {'\n'};

    private final OutputStream stdout;
    private final OutputStream stderr;
    private final boolean timestamps;
    private final Instant since;
    private long bytesLeft;
    private boolean atLineStart = true;

    LogWriter(LogOptions options, OutputStream stdout, OutputStream stderr) {
        this.stdout = stdout;
        this.stderr = stderr;
        this.timestamps = options.timestamps();
        Instant earliest = options.since();
        this.since = earliest == null ? Instant.MIN : earliest;
        Long limit = options.limitBytes();
        this.bytesLeft = limit == null ? Long.MAX_VALUE : limit;
    }

    boolean isFull() {
        return bytesLeft <= 0;
    }

    void write(LogRecord part) throws IOException {
        if (part.time().isBefore(since)) {
            return;
        }
        OutputStream out = part.isStderr() ? stderr : stdout;
        if (timestamps && atLineStart) {
            put(out, part.timePrefix());
        }
        put(out, part.text());
        if (!part.isPartial()) {
            put(out, NEWLINE);
        }
        atLineStart = !part.isPartial();
    }

    private void put(OutputStream out, byte[] bytes) throws IOException {
        int count = (int) Math.min(bytes.length, bytesLeft);
        out.write(bytes, 0, count);
        bytesLeft -= count;
    }

    void flush() throws IOException {
        stdout.flush();
        stderr.flush();
    }
}
