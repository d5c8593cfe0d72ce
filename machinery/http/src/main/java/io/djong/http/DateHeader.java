package io.djong.http;

import io.djong.meta.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The value of the `Date` header, formatted once a second. A snapshot.
final class DateHeader {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private record Formatted(long second, String text) {}

    private final Clock clock;
    private volatile Formatted last = new Formatted(Long.MIN_VALUE, "");

    DateHeader(Clock clock) {
        this.clock = clock;
    }

    String value() {
        Instant now = clock.now();
        Formatted known = last;
        if (known.second() != now.getEpochSecond()) {
            known = new Formatted(now.getEpochSecond(), FORMAT.format(now));
            last = known;
        }
        return known.text();
    }
}
