package io.djong.cel;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/// Timestamps and durations.
final class Times {

    /// The years 1 to 9999.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final long NANOS = 1_000_000_000L;

    private interface Part {
        long of(ZonedDateTime time);
    }

    private Times() {}

    static void addTo(Map<String, Library.Function> all) {
        part(all, "getFullYear", time -> time.getYear());
        part(all, "getMonth", time -> time.getMonthValue() - 1L);
        part(all, "getDayOfYear", time -> time.getDayOfYear() - 1L);
        part(all, "getDayOfMonth", time -> time.getDayOfMonth() - 1L);
        part(all, "getDate", time -> time.getDayOfMonth());
        part(all, "getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7L);
        all.put("getHours", args -> of(args, ZonedDateTime::getHour, 3600 * NANOS));
        all.put("getMinutes", args -> of(args, ZonedDateTime::getMinute, 60 * NANOS));
        all.put("getSeconds", args -> of(args, ZonedDateTime::getSecond, NANOS));
        all.put(
                "getMilliseconds",
                args -> of(args, time -> time.getNano() / 1_000_000L, 1_000_000L));
    }

    private static void part(Map<String, Library.Function> all, String name, Part part) {
        all.put(name, args -> part.of(zoned(args)));
    }

    private static Object of(Object[] args, Part part, long unit) {
        if (args[0] instanceof Duration span) {
            return span.toNanos() / unit;
        }
        return part.of(zoned(args));
    }

    private static ZonedDateTime zoned(Object[] args) {
        if (!(args[0] instanceof Instant time)) {
            throw EvaluationException.noSuchOverload();
        }
        if (args.length < 2) {
            return time.atZone(ZoneOffset.UTC);
        }
        String zone = String.valueOf(args[1]);
        try {
            boolean isOffset = zone.contains(":") && Character.isDigit(zone.charAt(0));
            return time.atZone(ZoneId.of(isOffset ? "+" + zone : zone));
        } catch (DateTimeException unknown) {
            throw new EvaluationException("unknown time zone " + zone);
        }
    }

    static Instant inRange(Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new EvaluationException("timestamp overflow");
        }
        return time;
    }

    static Duration inRange(Duration span) {
        try {
            long nanos = span.toNanos();
            return Duration.ofNanos(nanos);
        } catch (ArithmeticException overflow) {
            throw new EvaluationException("duration overflow");
        }
    }

    static Instant timestamp(String text) {
        try {
            return inRange(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            throw new EvaluationException(
                    "parsing time "
                            + Strings.quoted(text)
                            + " as \"2006-01-02T15:04:05Z07:00\": cannot parse "
                            + Strings.quoted(text)
                            + " as \"2006\"");
        }
    }

    /// Go's text: `1h30m`, `-1.5s`.
    static Duration duration(String text) {
        String rest = text;
        boolean isNegative = rest.startsWith("-");
        if (isNegative || rest.startsWith("+")) {
            rest = rest.substring(1);
        }
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        if (rest.isEmpty()) {
            throw invalid(text);
        }
        while (!rest.isEmpty()) {
            int digits = 0;
            while (digits < rest.length() && isDigit(rest.charAt(digits))) {
                digits++;
            }
            int unit = digits;
            while (unit < rest.length() && !isDigit(rest.charAt(unit))) {
                unit++;
            }
            nanos =
                    nanos.add(
                            amount(rest.substring(0, digits), rest.substring(digits, unit), text));
            rest = rest.substring(unit);
        }
        try {
            long whole = nanos.toBigInteger().longValueExact();
            return Duration.ofNanos(isNegative ? -whole : whole);
        } catch (ArithmeticException overflow) {
            throw invalid(text);
        }
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static BigDecimal amount(String number, String unit, String text) {
        long nanos =
                switch (unit) {
                    case "ns" -> 1;
                    case "us", "µs", "μs" -> 1_000;
                    case "ms" -> 1_000_000;
                    case "s" -> NANOS;
                    case "m" -> 60 * NANOS;
                    case "h" -> 3600 * NANOS;
                    case "" ->
                            throw new EvaluationException(
                                    "time: missing unit in duration " + Strings.quoted(text));
                    default ->
                            throw new EvaluationException(
                                    "time: unknown unit "
                                            + Strings.quoted(unit)
                                            + " in duration "
                                            + Strings.quoted(text));
                };
        try {
            return new BigDecimal(number).multiply(BigDecimal.valueOf(nanos));
        } catch (NumberFormatException malformed) {
            throw invalid(text);
        }
    }

    private static EvaluationException invalid(String text) {
        return new EvaluationException("time: invalid duration " + Strings.quoted(text));
    }

    static String text(Duration span) {
        BigDecimal seconds =
                BigDecimal.valueOf(span.toNanos()).movePointLeft(9).stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }

    static String text(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }
}
