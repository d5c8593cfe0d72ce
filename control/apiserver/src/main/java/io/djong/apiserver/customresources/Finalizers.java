package io.djong.apiserver.customresources;

import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Warns of finalizers that others might use too.
final class Finalizers {

    private static final Set<String> STANDARD =
            Set.of("orphan", "foregroundDeletion", "kubernetes");

    private Finalizers() {}

    static List<String> warnings(Fields metadata, List<@Nullable Object> before) {
        Set<String> added = new TreeSet<>();
        for (Object finalizer : metadata.list("finalizers")) {
            if (finalizer instanceof String name && !before.contains(name)) {
                added.add(name);
            }
        }
        List<String> warnings = new ArrayList<>(0);
        for (String name : added) {
            String start = "metadata.finalizers: " + GoText.quote(name) + ": ";
            Names.qualified(name).forEach(wrong -> warnings.add(start + wrong));
            if (!name.contains("/") && !STANDARD.contains(name)) {
                warnings.add(
                        start
                                + "prefer a domain-qualified finalizer name "
                                + (name.contains(".") ? "including a path (/) " : "")
                                + "to avoid accidental conflicts with other finalizer writers");
            }
        }
        return warnings;
    }
}
