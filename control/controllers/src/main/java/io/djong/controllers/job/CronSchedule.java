package io.djong.controllers.job;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// When a CronJob is due: five fields as in cron, or `@hourly` and the like.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax Schedule syntax
sealed interface CronSchedule {

    /// The first time after `after`, or null when there is none within five years.
    @Nullable Instant next(Instant after, ZoneId zone);

    /// @throws IllegalArgumentException saying what is wrong
    static CronSchedule parse(String text) {
        return switch (text.strip()) {
            case "@yearly", "@annually" -> Fields.parse("0 0 1 1 *");
            case "@monthly" -> Fields.parse("0 0 1 * *");
            case "@weekly" -> Fields.parse("0 0 * * 0");
            case "@daily", "@midnight" -> Fields.parse("0 0 * * *");
            case "@hourly" -> Fields.parse("0 * * * *");
            case String every when every.startsWith("@every ") ->
                    Every.parse(every.substring(7).strip());
            case String fields -> Fields.parse(fields);
        };
    }

    /// At a fixed distance.
    record Every(Duration period) implements CronSchedule {

        static Every parse(String text) {
            try {
                // 1h30m is PT1H30M in ISO 8601.
                Duration period = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
                return new Every(period.toSeconds() < 1 ? Duration.ofSeconds(1) : period);
            } catch (java.time.format.DateTimeParseException wrong) {
                throw new IllegalArgumentException(
                        "failed to parse duration @every " + text, wrong);
            }
        }

        @Override
        public Instant next(Instant after, ZoneId zone) {
            return after.plus(period).truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /// When minute, hour, month and day match. If both kinds of day are restricted, either will do.
    record Fields(
            BitSet minutes,
            BitSet hours,
            BitSet days,
            BitSet months,
            BitSet weekdays,
            boolean eitherDay)
            implements CronSchedule {

        private static final int YEARS_MAX = 5;

        private static final List<String> MONTHS =
                List.of(
                        "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
                        "nov", "dec");
        private static final List<String> WEEKDAYS =
                List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

        static Fields parse(String text) {
            String[] fields = text.strip().split("\\s+");
            if (fields.length != 5) {
                throw new IllegalArgumentException(
                        "expected exactly 5 fields, found " + fields.length + ": [" + text + "]");
            }
            boolean anyDay = isAny(fields[2]);
            boolean anyWeekday = isAny(fields[4]);
            return new Fields(
                    bits(fields[0], 0, 59, List.of()),
                    bits(fields[1], 0, 23, List.of()),
                    bits(fields[2], 1, 31, List.of()),
                    bits(fields[3], 1, 12, MONTHS),
                    bits(fields[4], 0, 6, WEEKDAYS),
                    !anyDay && !anyWeekday);
        }

        private static boolean isAny(String field) {
            return field.startsWith("*") || field.startsWith("?");
        }

        private static BitSet bits(String field, int min, int max, List<String> names) {
            BitSet bits = new BitSet();
            for (String part : field.split(",")) {
                String[] rangeAndStep = part.split("/", 2);
                String[] range = rangeAndStep[0].split("-", 2);
                boolean any = range[0].equals("*") || range[0].equals("?");
                int first = any ? min : number(range[0], names);
                int last = any ? max : range.length == 2 ? number(range[1], names) : first;
                int step = 1;
                if (rangeAndStep.length == 2) {
                    step = number(rangeAndStep[1], List.of());
                    last = range.length == 1 ? max : last;
                }
                check(part, first, last, step, min, max);
                for (int value = first; value <= last; value += step) {
                    bits.set(value);
                }
            }
            return bits;
        }

        private static void check(String part, int first, int last, int step, int min, int max) {
            if (first < min) {
                throw new IllegalArgumentException(
                        "beginning of range (" + first + ") below minimum (" + min + "): " + part);
            }
            if (last > max) {
                throw new IllegalArgumentException(
                        "end of range (" + last + ") above maximum (" + max + "): " + part);
            }
            if (first > last) {
                throw new IllegalArgumentException(
                        "beginning of range ("
                                + first
                                + ") beyond end of range ("
                                + last
                                + "): "
                                + part);
            }
            if (step == 0) {
                throw new IllegalArgumentException(
                        "step of range should be a positive number: " + part);
            }
        }

        private static int number(String text, List<String> names) {
            int named = names.indexOf(text.toLowerCase(Locale.ROOT));
            if (named >= 0 && !text.isEmpty()) {
                return named;
            }
            try {
                return Integer.parseUnsignedInt(text);
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException("failed to parse int from " + text, wrong);
            }
        }

        @Override
        public @Nullable Instant next(Instant after, ZoneId zone) {
            ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            ZonedDateTime end = time.plusYears(YEARS_MAX);
            while (time.isBefore(end)) {
                LocalDateTime local = time.toLocalDateTime();
                if (!months.get(local.getMonthValue())) {
                    time = local.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
                } else if (!hasDay(local)) {
                    time = local.toLocalDate().plusDays(1).atStartOfDay(zone);
                } else if (!hours.get(local.getHour())) {
                    time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
                } else if (!minutes.get(local.getMinute())) {
                    time = time.plusMinutes(1);
                } else {
                    return time.toInstant();
                }
            }
            return null;
        }

        private boolean hasDay(LocalDateTime time) {
            boolean day = days.get(time.getDayOfMonth());
            boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
            return eitherDay ? day || weekday : day && weekday;
        }
    }
}
