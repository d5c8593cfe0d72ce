package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.meta.tree.Fields;
import java.util.List;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ Assigning Pods to Nodes
final class AffinityValidation {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private AffinityValidation() {}

    static void validate(Fields affinity, FieldPath path, FieldErrors errors) {
        node(affinity.fields("nodeAffinity"), path.child("nodeAffinity"), errors);
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            Fields pods = affinity.fields(kind);
            List<Fields> required = Trees.objects(pods, REQUIRED);
            for (int i = 0; i < required.size(); i++) {
                term(required.get(i), path.child(kind, REQUIRED).index(i), errors);
            }
            List<Fields> preferred = Trees.objects(pods, PREFERRED);
            for (int i = 0; i < preferred.size(); i++) {
                FieldPath at = path.child(kind, PREFERRED).index(i);
                weight(preferred.get(i), at, errors);
                term(
                        preferred.get(i).fields("podAffinityTerm"),
                        at.child("podAffinityTerm"),
                        errors);
            }
        }
    }

    private static void weight(Fields term, FieldPath path, FieldErrors errors) {
        long weight = term.integer("weight");
        if (weight < 1 || weight > 100) {
            errors.invalid(path.child("weight"), weight, "must be in the range 1-100");
        }
    }

    private static void node(Fields affinity, FieldPath path, FieldErrors errors) {
        Fields required = affinity.fieldsOrNull(REQUIRED);
        if (required != null) {
            NodeSelectorValidation.validate(required, true, path.child(REQUIRED), errors);
        }
        List<Fields> preferred = Trees.objects(affinity, PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            FieldPath at = path.child(PREFERRED).index(i);
            weight(preferred.get(i), at, errors);
            NodeSelectorValidation.term(
                    preferred.get(i).fields("preference"), false, at.child("preference"), errors);
        }
    }

    private static void term(Fields term, FieldPath path, FieldErrors errors) {
        LabelSelectorRules.validate(
                term.fieldsOrNull("labelSelector"), path.child("labelSelector"), errors);
        LabelSelectorRules.validate(
                term.fieldsOrNull("namespaceSelector"), path.child("namespaceSelector"), errors);
        for (String namespace : Trees.texts(term, "namespaces")) {
            // The path is upstream's.
            Checks.label(namespace, path.child("namespace"), errors);
        }
        SpreadValidation.labelKeys(term, path, errors);
        String key = term.string("topologyKey");
        if (key.isEmpty()) {
            errors.required(path.child("topologyKey"), "can not be empty");
        }
        Checks.labelName(key, path.child("topologyKey"), errors);
    }
}
