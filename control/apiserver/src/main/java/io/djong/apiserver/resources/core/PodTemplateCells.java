package io.djong.apiserver.resources.core;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The cells that rows of workloads share: container names, images, selector.
public final class PodTemplateCells {

    private PodTemplateCells() {}

    /// `a,b`
    public static String names(PodSpec spec) {
        return String.join(",", spec.containers().stream().map(Container::name).toList());
    }

    /// `nginx:1,busybox:1`
    public static String images(PodSpec spec) {
        return String.join(",", spec.containers().stream().map(Container::image).toList());
    }

    /// `app=web,tier in (a,b)`; `<none>` when it selects by nothing.
    public static String selector(@Nullable LabelSelector selector) {
        if (selector == null) {
            return "<none>";
        }
        List<String> parts = new ArrayList<>();
        new TreeMap<>(selector.matchLabels()).forEach((key, value) -> parts.add(key + "=" + value));
        for (LabelSelectorRequirement requirement : selector.matchExpressions()) {
            String values = String.join(",", requirement.values().stream().sorted().toList());
            parts.add(
                    switch (requirement.operator()) {
                        case "In" -> requirement.key() + " in (" + values + ")";
                        case "NotIn" -> requirement.key() + " notin (" + values + ")";
                        case "DoesNotExist" -> "!" + requirement.key();
                        default -> requirement.key();
                    });
        }
        return parts.isEmpty() ? "<none>" : String.join(",", parts.stream().sorted().toList());
    }

    /// `app=web`, sorted; `<none>` when empty.
    public static String labels(Map<String, String> labels) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(labels).forEach((key, value) -> parts.add(key + "=" + value));
        return parts.isEmpty() ? "<none>" : String.join(",", parts);
    }
}
