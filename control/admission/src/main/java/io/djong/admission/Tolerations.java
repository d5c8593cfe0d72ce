package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;

/// Which tolerations include others.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ Taints and Tolerations
final class Tolerations {

    private Tolerations() {}

    /// Both lists, without what another one of them tolerates already.
    static List<Fields> merge(List<Fields> first, List<Fields> second) {
        List<Fields> all = new ArrayList<>(first);
        all.addAll(second);
        List<Fields> merged = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Fields one = all.get(i);
            List<Fields> later = all.subList(i + 1, all.size());
            boolean isIncluded =
                    merged.stream().anyMatch(other -> includes(other, one))
                            || later.stream()
                                    .anyMatch(other -> !other.equals(one) && includes(other, one));
            if (!isIncluded) {
                merged.add(one);
            }
        }
        return List.copyOf(merged);
    }

    static boolean allIncluded(List<Fields> tolerations, List<Fields> allowed) {
        return tolerations.stream()
                .allMatch(one -> allowed.stream().anyMatch(other -> includes(other, one)));
    }

    private static boolean includes(Fields wide, Fields narrow) {
        if (wide.equals(narrow)) {
            return true;
        }
        boolean exists = wide.string("operator").equals("Exists");
        String key = wide.string("key");
        String effect = wide.string("effect");
        if (!key.equals(narrow.string("key")) && !(key.isEmpty() && exists)) {
            return false;
        }
        if (!effect.equals(narrow.string("effect")) && !effect.isEmpty()) {
            return false;
        }
        if (effect.equals("NoExecute") && wide.has("tolerationSeconds")) {
            boolean isShorter =
                    narrow.has("tolerationSeconds")
                            && narrow.integer("tolerationSeconds")
                                    <= wide.integer("tolerationSeconds");
            if (!isShorter) {
                return false;
            }
        }
        return exists
                || (!narrow.string("operator").equals("Exists")
                        && narrow.string("value").equals(wide.string("value")));
    }
}
