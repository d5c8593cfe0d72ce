package io.djong.apiserver.resources.core;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Labels of nodes that were renamed when they left beta. Where a volume can be used may be told again in the new names.
///
/// @spec https://kubernetes.io/docs/reference/labels-annotations-taints/ Well-Known Labels
final class PlaceLabels {

    private static final Map<String, String> NOW =
            Map.of(
                    "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
                    "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
                    "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type",
                    "beta.kubernetes.io/os", "kubernetes.io/os",
                    "beta.kubernetes.io/arch", "kubernetes.io/arch");

    private PlaceLabels() {}

    /// Whether both are equal, but for old names that became new ones.
    static boolean same(@Nullable Object now, @Nullable Object before) {
        return Objects.equals(now, before) || Objects.equals(now, renamed(before, now));
    }

    /// A key without a new name becomes "": upstream's look-up in a map lets it be emptied.
    private static @Nullable Object renamed(@Nullable Object before, @Nullable Object now) {
        return switch (before) {
            case Fields fields -> {
                Fields like = now instanceof Fields other ? other : Fields.EMPTY;
                Fields changed = fields;
                for (int i = 0; i < fields.size(); i++) {
                    String name = fields.nameAt(i);
                    Object value = fields.valueAt(i);
                    boolean isKey = name.equals("key") && value instanceof String;
                    Object next =
                            isKey && !Objects.equals(value, like.value(name))
                                    ? NOW.getOrDefault(String.valueOf(value), "")
                                    : renamed(value, like.value(name));
                    changed = changed.with(name, next);
                }
                yield changed;
            }
            case List<?> list -> {
                List<?> like = now instanceof List<?> other ? other : List.of();
                List<@Nullable Object> changed = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    changed.add(renamed(list.get(i), i < like.size() ? like.get(i) : null));
                }
                yield changed;
            }
            case null, default -> before;
        };
    }
}
