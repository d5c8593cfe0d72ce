package io.djong.wire;

import io.djong.meta.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Times as Go's layouts read them.
final class GoTime {

    private static final String SECONDS_LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");
    private static final int SECONDS_LENGTH = 20;
    private static final int MICROS_LENGTH = 27;

    /// Separators and what Go calls the elements behind them.
    private static final String[] ELEMENTS = {
        "2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05"
    };

    private final String text;
    private final String layout;
    private int at;

    private GoTime(String text, String layout) {
        this.text = text;
        this.layout = layout;
    }

    /// Whole seconds in UTC, or null for Go's zero time.
    ///
    /// @throws DecodeException if it is no RFC 3339 time
    static @Nullable String canonicalSeconds(String text) {
        if (isPlainUtc(text, SECONDS_LENGTH)) {
            return text;
        }
        Instant time = parse(text, SECONDS_LAYOUT);
        return time.equals(ZERO) ? null : Times.seconds(time);
    }

    /// Microseconds in UTC, or null for Go's zero time.
    ///
    /// @throws DecodeException if it is no RFC 3339 time with six digits of fraction
    static @Nullable String canonicalMicros(String text) {
        if (isPlainUtc(text, MICROS_LENGTH)) {
            return text;
        }
        Instant time = parse(text, MICROS_LAYOUT);
        return time.equals(ZERO) ? null : Times.micros(time);
    }

    /// Whether the text is surely canonical already; day 28 keeps month lengths out of it.
    private static boolean isPlainUtc(String text, int length) {
        if (text.length() != length || text.charAt(length - 1) != 'Z' || text.startsWith("0001")) {
            return false;
        }
        String shape =
                length == SECONDS_LENGTH ? "dddd-dd-ddTdd:dd:ddZ" : "dddd-dd-ddTdd:dd:dd.ddddddZ";
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (shape.charAt(i) == 'd' ? c < '0' || c > '9' : c != shape.charAt(i)) {
                return false;
            }
        }
        int month = number(text, 5);
        int day = number(text, 8);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && number(text, 11) < 24
                && number(text, 14) < 60
                && number(text, 17) < 60;
    }

    private static int number(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static Instant parse(String text, String layout) {
        return new GoTime(text, layout).parse();
    }

    private Instant parse() {
        int[] parts = new int[6];
        int part = 0;
        for (String element : ELEMENTS) {
            if (Character.isDigit(element.charAt(0))) {
                parts[part++] = digits(element);
            } else {
                expect(element);
            }
        }
        int nanos = fraction();
        int offset = offset();
        if (at < text.length()) {
            throw failed(": extra text: " + quoted(text.substring(at)));
        }
        return instant(parts, nanos, offset);
    }

    private Instant instant(int[] parts, int nanos, int offset) {
        checkRange(parts[1] >= 1 && parts[1] <= 12, "month");
        checkRange(parts[3] < 24, "hour");
        checkRange(parts[4] < 60, "minute");
        checkRange(parts[5] < 60, "second");
        try {
            return LocalDateTime.of(
                            parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], nanos)
                    .toInstant(ZoneOffset.ofTotalSeconds(offset));
        } catch (DateTimeException outOfRange) {
            throw failed(": day out of range");
        }
    }

    private void checkRange(boolean inside, String what) {
        if (!inside) {
            throw failed(": " + what + " out of range");
        }
    }

    private int digits(String element) {
        int count = element.length();
        if (text.length() - at < count) {
            throw cannot(element);
        }
        int value = 0;
        for (int i = at; i < at + count; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw cannot(element);
            }
            value = value * 10 + c - '0';
        }
        at += count;
        return value;
    }

    private void expect(String separator) {
        if (!text.startsWith(separator, at)) {
            throw cannot(separator);
        }
        at++;
    }

    private int fraction() {
        boolean fixed = layout.equals(MICROS_LAYOUT);
        boolean present =
                at + 1 < text.length()
                        && (text.charAt(at) == '.' || text.charAt(at) == ',')
                        && Character.digit(text.charAt(at + 1), 10) >= 0;
        if (!present) {
            if (fixed) {
                throw cannot(".000000");
            }
            return 0;
        }
        int from = at++;
        int nanos = 0;
        int digits = 0;
        while (at < text.length()
                && text.charAt(at) >= '0'
                && text.charAt(at) <= '9'
                && !(fixed && digits == 6)) {
            if (digits++ < 9) {
                nanos = nanos * 10 + text.charAt(at) - '0';
            }
            at++;
        }
        if (fixed && digits < 6) {
            at = from;
            throw cannot(".000000");
        }
        for (int i = digits; i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int offset() {
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
            return 0;
        }
        String rest = text.substring(at);
        if (rest.length() < 6
                || (rest.charAt(0) != '+' && rest.charAt(0) != '-')
                || rest.charAt(3) != ':'
                || !isNumber(rest, 1)
                || !isNumber(rest, 4)) {
            throw cannot("Z07:00");
        }
        int hours = number(rest, 1);
        int minutes = number(rest, 4);
        if (hours > 18 || minutes > 59) {
            throw failed(
                    ": time zone offset " + (hours > 24 ? "hour" : "minute") + " out of range");
        }
        at += 6;
        int seconds = Math.min(hours * 3600 + minutes * 60, 18 * 3600);
        return rest.charAt(0) == '-' ? -seconds : seconds;
    }

    private static boolean isNumber(String text, int at) {
        return Character.digit(text.charAt(at), 10) >= 0
                && Character.digit(text.charAt(at + 1), 10) >= 0;
    }

    private DecodeException cannot(String element) {
        return failed(
                " as "
                        + quoted(layout)
                        + ": cannot parse "
                        + quoted(text.substring(at))
                        + " as "
                        + quoted(element));
    }

    private DecodeException failed(String why) {
        return new DecodeException("parsing time " + quoted(text) + why);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
