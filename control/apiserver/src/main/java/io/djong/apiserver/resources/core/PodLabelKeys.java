package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the label keys that a pod's rules name into expressions with the pod's own values.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys matchLabelKeys
final class PodLabelKeys {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private final Fields labels;

    private PodLabelKeys(Fields labels) {
        this.labels = labels;
    }

    static Fields merged(Fields pod) {
        PodLabelKeys keys = new PodLabelKeys(pod.fields("metadata").fields("labels"));
        return within(pod, "spec", keys::spec);
    }

    private Fields spec(Fields given) {
        Fields spec = each(given, "topologySpreadConstraints", this::term);
        return within(
                spec,
                "affinity",
                affinity ->
                        within(
                                within(affinity, "podAffinity", this::affinity),
                                "podAntiAffinity",
                                this::affinity));
    }

    private Fields affinity(Fields given) {
        Fields affinity = each(given, REQUIRED, this::term);
        return each(
                affinity, PREFERRED, preferred -> within(preferred, "podAffinityTerm", this::term));
    }

    private Fields term(Fields term) {
        Fields selector = term.fieldsOrNull("labelSelector");
        if (selector == null) {
            return term;
        }
        List<@Nullable Object> expressions = new ArrayList<>(selector.list("matchExpressions"));
        int before = expressions.size();
        add(expressions, Trees.texts(term, "matchLabelKeys"), "In");
        add(expressions, Trees.texts(term, "mismatchLabelKeys"), "NotIn");
        return expressions.size() == before
                ? term
                : term.with(
                        "labelSelector",
                        selector.with(
                                "matchExpressions", Collections.unmodifiableList(expressions)));
    }

    private void add(List<@Nullable Object> expressions, List<String> keys, String operator) {
        for (String key : keys) {
            if (labels.has(key)) {
                expressions.add(
                        Fields.of(
                                "key",
                                key,
                                "operator",
                                operator,
                                "values",
                                List.of(labels.string(key))));
            }
        }
    }
}
