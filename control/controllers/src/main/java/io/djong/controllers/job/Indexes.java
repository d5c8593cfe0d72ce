package io.djong.controllers.job;

import io.djong.api.core.v1.Pod;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Completion indexes, and sets of them as text: `0-2,5`.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode Completion mode
final class Indexes {

    static final String KEY = "batch.kubernetes.io/job-completion-index";

    private Indexes() {}

    /// The index of a pod, or -1.
    static int of(Pod pod) {
        Map<String, String> annotations = pod.annotations();
        return number(annotations.getOrDefault(KEY, ""));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    /// Reads what [#text] writes; indexes from `completions` on are left out.
    static NavigableSet<Integer> parse(String text, int completions) {
        NavigableSet<Integer> indexes = new TreeSet<>();
        for (String part : text.split(",")) {
            int hyphen = part.indexOf('-');
            int first = number(hyphen < 0 ? part : part.substring(0, hyphen));
            int last = hyphen < 0 ? first : number(part.substring(hyphen + 1));
            for (int index = Math.max(first, 0); index <= last && index < completions; index++) {
                indexes.add(index);
            }
        }
        return indexes;
    }

    static String text(NavigableSet<Integer> indexes) {
        StringBuilder text = new StringBuilder();
        Integer first = indexes.isEmpty() ? null : indexes.first();
        while (first != null) {
            int last = first;
            while (indexes.contains(last + 1)) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (last > first) {
                // Two neighbours are listed, a longer run is a range.
                text.append(last == first + 1 ? "," : "-").append(last);
            }
            first = indexes.higher(last);
        }
        return text.toString();
    }
}
