package io.djong.apiserver.resources.batch;

import io.djong.apiserver.validation.GoText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whether a text is a schedule: five fields, or a name like `@daily`.
final class CronSchedules {

    private static final Set<String> NAMED =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final List<String> MONTHS =
            List.of(
                    "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /// Minute, hour, day of month, month, day of week.
    private static final List<Field> FIELDS =
            List.of(
                    new Field(0, 59, List.of()),
                    new Field(0, 23, List.of()),
                    new Field(1, 31, List.of()),
                    new Field(1, 12, MONTHS),
                    new Field(0, 6, DAYS));

    private record Field(int min, int max, List<String> names) {}

    private CronSchedules() {}

    /// What is wrong with it, or "".
    static String check(String schedule) {
        String text = schedule;
        if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=")) {
            int end = text.indexOf(' ');
            text = end < 0 ? "" : text.substring(end).strip();
        }
        if (text.startsWith("@")) {
            return named(text);
        }
        List<String> fields =
                Arrays.stream(text.strip().split("\\s+"))
                        .filter(field -> !field.isEmpty())
                        .toList();
        if (fields.size() != FIELDS.size()) {
            return "expected exactly 5 fields, found "
                    + fields.size()
                    + ": "
                    + GoText.words(fields);
        }
        for (int i = 0; i < FIELDS.size(); i++) {
            for (String range : fields.get(i).split(",", -1)) {
                String wrong = range.isEmpty() ? "" : range(range, FIELDS.get(i));
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
        }
        return "";
    }

    private static String named(String text) {
        if (NAMED.contains(text)) {
            return "";
        }
        if (text.startsWith("@every ")) {
            String duration = text.substring("@every ".length());
            return duration.matches("([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+")
                    ? ""
                    : "failed to parse duration "
                            + text
                            + ": time: invalid duration "
                            + GoText.quote(duration);
        }
        return "unrecognized descriptor: " + text;
    }

    private static String range(String text, Field field) {
        String[] steps = text.split("/", -1);
        if (steps.length > 2) {
            return "too many slashes: " + text;
        }
        String[] limits = steps[0].split("-", -1);
        if (limits.length > 2) {
            return "too many hyphens: " + text;
        }
        int start = field.min();
        int end = field.max();
        if (!limits[0].equals("*") && !limits[0].equals("?")) {
            int[] parsed = new int[2];
            for (int i = 0; i < limits.length; i++) {
                String wrong = number(limits[i], field, parsed, i);
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
            start = parsed[0];
            end = limits.length == 2 ? parsed[1] : steps.length == 2 ? field.max() : parsed[0];
        }
        if (steps.length == 2) {
            int[] step = new int[1];
            String wrong = number(steps[1], new Field(0, 0, List.of()), step, 0);
            if (!wrong.isEmpty()) {
                return wrong;
            }
            if (step[0] == 0) {
                return "step of range should be a positive number: " + text;
            }
        }
        if (start < field.min()) {
            return "beginning of range ("
                    + start
                    + ") below minimum ("
                    + field.min()
                    + "): "
                    + text;
        }
        if (end > field.max()) {
            return "end of range (" + end + ") above maximum (" + field.max() + "): " + text;
        }
        return start > end
                ? "beginning of range (" + start + ") beyond end of range (" + end + "): " + text
                : "";
    }

    private static String number(String text, Field field, int[] into, int at) {
        int named = field.names().indexOf(text.toLowerCase(Locale.ROOT));
        if (named >= 0 && !text.isEmpty()) {
            into[at] = named;
            return "";
        }
        if (!text.matches("[+-]?[0-9]{1,9}")) {
            return "failed to parse int from "
                    + text
                    + ": strconv.Atoi: parsing "
                    + GoText.quote(text)
                    + ": invalid syntax";
        }
        into[at] = Integer.parseInt(text);
        return into[at] < 0 ? "negative number (" + into[at] + ") not allowed: " + text : "";
    }
}
