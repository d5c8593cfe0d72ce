package io.djong.meta;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// The API's two ways to write a time: whole seconds (`Time`) and microseconds (`MicroTime`).
public final class Times {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /// `2026-01-02T03:04:05Z`.
    public static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// `2026-01-02T03:04:05.000006Z`.
    public static String micros(Instant time) {
        return MICROS.format(time);
    }

    /// Reads RFC 3339 with any offset and fraction.
    ///
    /// @throws java.time.format.DateTimeParseException if it is no such time
    public static Instant parse(String text) {
        return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    }
}
