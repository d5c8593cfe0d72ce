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
        List<Map.Entry<String, String>> parts = new ArrayList<>();
        selector.matchLabels()
                .forEach((key, value) -> parts.add(Map.entry(key, key + "=" + value)));
        for (LabelSelectorRequirement requirement : selector.matchExpressions()) {
            String key = requirement.key();
            String values = String.join(",", requirement.values().stream().sorted().toList());
            parts.add(
                    Map.entry(
                            key,
                            switch (requirement.operator()) {
                                case "In" -> key + " in (" + values + ")";
                                case "NotIn" -> key + " notin (" + values + ")";
                                case "DoesNotExist" -> "!" + key;
                                default -> key;
                            }));
        }
        parts.sort(Map.Entry.comparingByKey());
        return parts.isEmpty()
                ? "<none>"
                : String.join(",", parts.stream().map(Map.Entry::getValue).toList());
    }

    /// `app=web`, sorted; `<none>` when empty.
    public static String labels(Map<String, String> labels) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(labels).forEach((key, value) -> parts.add(key + "=" + value));
        return parts.isEmpty() ? "<none>" : String.join(",", parts);
    }
}
