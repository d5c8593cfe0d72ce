package io.djong.runtime.logs;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;

/// One line of a log file: `2026-01-02T03:04:05.000000006Z stdout F the text`.
///
/// The text stays bytes, since a container may write anything.
///
/// @spec https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md CRI logging
final class LogRecord {

    /// With all nine digits, so that lines align and sort as text.
    private static final DateTimeFormatter FIXED_WIDTH =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX");

    private final byte[] line;
    private final OffsetDateTime time;
    private final int stream;
    private final int text;
    private final boolean isPartial;

    private LogRecord(byte[] line, OffsetDateTime time, int stream, int text, boolean isPartial) {
        this.line = line;
        this.time = time;
        this.stream = stream;
        this.text = text;
        this.isPartial = isPartial;
    }

    /// Reads a line without its newline; empty when it is none of CRI's.
    static Optional<LogRecord> parse(byte[] line) {
        int stream = afterBlank(line, 0);
        int tags = afterBlank(line, stream);
        int text = afterBlank(line, tags);
        if (stream < 0 || tags < 0 || text < 0) {
            return Optional.empty();
        }
        String name = ascii(line, stream, tags - 1);
        if (!name.equals("stdout") && !name.equals("stderr")) {
            return Optional.empty();
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(ascii(line, 0, stream - 1));
            return Optional.of(new LogRecord(line, time, stream, text, isPartial(line, tags)));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /// Whether the line beginning at `start` of `bytes` is the last of one that the container wrote; also true
    /// for lines that are malformed.
    static boolean completes(byte[] bytes, int start, int end) {
        int tags = start;
        for (int blanks = 0; blanks < 2 && tags >= 0; blanks++) {
            tags = afterBlank(bytes, tags);
        }
        return tags < 0 || tags >= end || !isPartial(bytes, tags);
    }

    /// Tags are separated by colons; the first one is `P` or `F`.
    private static boolean isPartial(byte[] line, int tags) {
        return tags + 1 < line.length
                && line[tags] == 'P'
                && (line[tags + 1] == ' ' || line[tags + 1] == ':');
    }

    private static int afterBlank(byte[] line, int from) {
        if (from < 0) {
            return -1;
        }
        for (int i = from; i < line.length; i++) {
            if (line[i] == ' ') {
                return i + 1;
            }
        }
        return -1;
    }

    private static String ascii(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.US_ASCII);
    }

    boolean isStderr() {
        return line[stream + 3] == 'e';
    }

    /// The runtime cut a long line here, so no newline belongs after it.
    boolean isPartial() {
        return isPartial;
    }

    Instant time() {
        return time.toInstant();
    }

    /// The time as `kubectl logs --timestamps` shows it, and a blank.
    byte[] timePrefix() {
        return (FIXED_WIDTH.format(time) + " ").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] text() {
        return Arrays.copyOfRange(line, text, line.length);
    }
}
