package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Changes to the trees of pods.
final class PodTrees {

    static final String MIRROR = "kubernetes.io/config.mirror";

    private PodTrees() {}

    /// The objects of a list.
    static List<Fields> objects(Fields fields, String list) {
        List<Fields> objects = new ArrayList<>();
        for (@Nullable Object item : fields.list(list)) {
            if (item instanceof Fields one) {
                objects.add(one);
            }
        }
        return objects;
    }

    /// The same with each object of a list changed; untouched when the list is absent or empty.
    static Fields mapObjects(Fields fields, String list, UnaryOperator<Fields> change) {
        List<Fields> before = objects(fields, list);
        if (before.isEmpty()) {
            return fields;
        }
        List<Fields> after = new ArrayList<>();
        before.forEach(one -> after.add(change.apply(one)));
        return after.equals(before) ? fields : fields.with(list, List.copyOf(after));
    }

    /// The same with a value added to the end of a list.
    static Fields append(Fields fields, String list, Object value) {
        List<@Nullable Object> items = new ArrayList<>(fields.list(list));
        items.add(value);
        return fields.with(list, java.util.Collections.unmodifiableList(items));
    }

    /// Whether a pod itself is created or updated, not one of its subresources.
    static boolean isWritten(Review review) {
        return switch (review) {
            case Review.Create _, Review.Update _ -> review.isOf("", "pods");
            case Review.Delete _, Review.Connect _ -> false;
        };
    }

    static Fields spec(Fields pod) {
        return pod.fields("spec");
    }

    static boolean isMirror(Fields pod) {
        return pod.fields("metadata").fields("annotations").value(MIRROR) != null;
    }

    /// All containers, in the order in which upstream visits them: init, main, ephemeral.
    static List<Fields> containers(Fields spec) {
        List<Fields> containers = new ArrayList<>(objects(spec, "initContainers"));
        containers.addAll(objects(spec, "containers"));
        containers.addAll(objects(spec, "ephemeralContainers"));
        return containers;
    }
}
