package io.djong.apiserver.structural;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/// Spans of time as upstream's formats read them: Go's, and words such as `3 days`.
final class Durations {

    private static final Pattern GO =
            Pattern.compile("^[-+]?((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+$");
    private static final Pattern WORDS = Pattern.compile("(\\d+)\\s*([A-Za-zµ]+)");

    /// The last word of each unit also counts as the beginning of one.
    private static final List<List<String>> UNITS =
            List.of(
                    List.of("ns", "nano"),
                    List.of("us", "µs", "micro"),
                    List.of("ms", "milli"),
                    List.of("s", "sec"),
                    List.of("m", "min"),
                    List.of("h", "hr", "hour"),
                    List.of("d", "day"),
                    List.of("w", "wk", "week"));

    private Durations() {}

    static boolean isDuration(String text) {
        if (text.equals("0") || GO.matcher(text).find()) {
            return true;
        }
        Matcher words = WORDS.matcher(text);
        boolean found = false;
        while (words.find()) {
            found |= isUnit(words.group(2).toLowerCase(Locale.ROOT));
        }
        return found;
    }

    private static boolean isUnit(String word) {
        for (List<String> unit : UNITS) {
            if (unit.contains(word) || word.startsWith(unit.getLast())) {
                return true;
            }
        }
        return false;
    }
}
