package io.djong.apiserver.resources.certificates;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The conditions of a CertificateSigningRequest: when they changed, and which of them a signer leaves alone.
public final class CertificateConditions {

    /// Whether a certificate is to be made is decided through `approval` only.
    static final List<String> DECISIONS = List.of("Approved", "Denied");

    private CertificateConditions() {}

    /// The conditions with times for what has none: since when, if an older one says the same, or else now.
    public static List<Object> stamped(List<Fields> conditions, List<Fields> before, String now) {
        List<Object> stamped = new ArrayList<>();
        for (Fields condition : conditions) {
            stamped.add(stamped(condition, find(before, condition.string("type")), now));
        }
        return List.copyOf(stamped);
    }

    private static Fields stamped(Fields condition, @Nullable Fields before, String now) {
        Fields stamped = condition;
        if (condition.string("lastUpdateTime").isEmpty()) {
            stamped = stamped.with("lastUpdateTime", now);
        }
        if (condition.string("lastTransitionTime").isEmpty()) {
            String since =
                    before != null
                                    && before.string("status").equals(condition.string("status"))
                                    && !before.string("lastTransitionTime").isEmpty()
                            ? before.string("lastTransitionTime")
                            : now;
            stamped = stamped.with("lastTransitionTime", since);
        }
        return stamped;
    }

    static @Nullable Fields find(List<Fields> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.string("type").equals(type))
                .findFirst()
                .orElse(null);
    }

    /// A status as a signer wrote it, with the decisions as they were.
    static Fields signed(Fields status, Fields before, String now) {
        List<Fields> old = Trees.objects(before, "conditions");
        Map<String, Integer> seen = new HashMap<>();
        List<Fields> kept = new ArrayList<>();
        for (Fields condition : Trees.objects(status, "conditions")) {
            String type = condition.string("type");
            List<Fields> ofType =
                    old.stream().filter(one -> one.string("type").equals(type)).toList();
            int position = seen.merge(type, 1, Integer::sum) - 1;
            kept.add(
                    DECISIONS.contains(type) && position < ofType.size()
                            ? ofType.get(position)
                            : condition);
        }
        return kept.isEmpty() ? status : status.with("conditions", stamped(kept, old, now));
    }
}
