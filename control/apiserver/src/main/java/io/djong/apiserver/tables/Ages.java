package io.djong.apiserver.tables;

import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Durations as kubectl shows them: `5s`, `3m12s`, `2d3h`.
public final class Ages {

    public static final String UNKNOWN = "<unknown>";

    private Ages() {}

    /// How long ago the object was created.
    public static String age(Fields object, Instant now) {
        return since(object.fields("metadata").string("creationTimestamp"), now);
    }

    /// How long ago `time` was, an API time; `<unknown>` when it is absent.
    public static String since(String time, Instant now) {
        if (time.isEmpty()) {
            return UNKNOWN;
        }
        try {
            return human(Duration.between(Times.parse(time), now));
        } catch (DateTimeParseException noTime) {
            return UNKNOWN;
        }
    }

    /// Two units at most, the finer one only while it matters.
    public static String human(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return pair(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return pair(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (hours < 192) {
            return pair(hours / 24, "d", hours % 24, "h");
        }
        long days = hours / 24;
        if (days < 365 * 2) {
            return days + "d";
        }
        if (days < 365 * 8) {
            return pair(days / 365, "y", days % 365, "d");
        }
        return days / 365 + "y";
    }

    private static String pair(long big, String bigUnit, long small, String smallUnit) {
        return small == 0 ? big + bigUnit : big + bigUnit + small + smallUnit;
    }
}
