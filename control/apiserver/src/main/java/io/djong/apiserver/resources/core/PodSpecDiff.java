package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.util.Objects;
import java.util.TreeSet;

/// Says in the words of a document what differs between two `spec`s of a pod.
final class PodSpecDiff {

    private PodSpecDiff() {}

    /// One line a field that differs, with what it was and what it shall be.
    static String of(Fields before, Fields after) {
        StringBuilder text = new StringBuilder();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Object was = before.value(name);
            Object is = after.value(name);
            if (!Objects.equals(was, is)) {
                text.append("- \"")
                        .append(name)
                        .append("\": ")
                        .append(GoText.value(was))
                        .append('\n');
                text.append("+ \"")
                        .append(name)
                        .append("\": ")
                        .append(GoText.value(is))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
