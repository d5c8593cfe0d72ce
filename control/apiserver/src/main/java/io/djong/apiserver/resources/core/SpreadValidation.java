package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ Pod Topology Spread Constraints
final class SpreadValidation {

    private static final List<String> ACTIONS = List.of("DoNotSchedule", "ScheduleAnyway");
    private static final List<String> POLICIES = List.of("Honor", "Ignore");

    private SpreadValidation() {}

    static void validate(Fields spec, FieldPath path, FieldErrors errors) {
        List<Fields> constraints = Trees.objects(spec, "topologySpreadConstraints");
        for (int i = 0; i < constraints.size(); i++) {
            one(
                    constraints.get(i),
                    constraints.subList(i + 1, constraints.size()),
                    path.index(i),
                    errors);
        }
    }

    private static void one(
            Fields constraint, List<Fields> others, FieldPath path, FieldErrors errors) {
        String key = constraint.string("topologyKey");
        String action = constraint.string("whenUnsatisfiable");
        Checks.positive(constraint.integer("maxSkew"), path.child("maxSkew"), errors);
        if (key.isEmpty()) {
            errors.required(path.child("topologyKey"), "can not be empty");
        }
        Checks.supported(action, ACTIONS, path.child("whenUnsatisfiable"), errors);
        for (Fields other : others) {
            if (other.string("topologyKey").equals(key)
                    && other.string("whenUnsatisfiable").equals(action)) {
                errors.duplicate(
                        path.child("{topologyKey, whenUnsatisfiable}"),
                        "{" + key + ", " + action + "}");
                break;
            }
        }
        Long domains = constraint.integerOrNull("minDomains");
        Checks.positive(domains, path.child("minDomains"), errors);
        if (domains != null && !action.equals("DoNotSchedule")) {
            errors.invalid(
                    path.child("minDomains"),
                    domains,
                    "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
        }
        for (String name : List.of("nodeAffinityPolicy", "nodeTaintsPolicy")) {
            String policy = constraint.stringOrNull(name);
            if (policy != null) {
                Checks.supported(policy, POLICIES, path.child(name), errors);
            }
        }
        labelKeys(constraint, path, errors);
        LabelSelectorRules.validate(
                constraint.fieldsOrNull("labelSelector"), path.child("labelSelector"), errors);
    }

    /// The keys whose values are the pod's own, and what they would be merged into.
    static void labelKeys(Fields term, FieldPath path, FieldErrors errors) {
        Fields selector = term.fieldsOrNull("labelSelector");
        List<String> match = Trees.texts(term, "matchLabelKeys");
        List<String> mismatch = Trees.texts(term, "mismatchLabelKeys");
        keys(match, selector, path.child("matchLabelKeys"), errors);
        keys(mismatch, selector, path.child("mismatchLabelKeys"), errors);
        if (selector != null) {
            Set<String> seen = new HashSet<>(selector.fields("matchLabels").keySet());
            for (Fields expression : Trees.objects(selector, "matchExpressions")) {
                String key = expression.string("key");
                if (match.contains(key) && seen.contains(key)) {
                    errors.invalid(
                            path.index(match.lastIndexOf(key)),
                            key,
                            "exists in both matchLabelKeys and labelSelector");
                }
                seen.add(key);
            }
        }
        for (int i = 0; i < match.size(); i++) {
            if (mismatch.contains(match.get(i))) {
                errors.invalid(
                        path.child("matchLabelKeys").index(i),
                        match.get(i),
                        "exists in both matchLabelKeys and mismatchLabelKeys");
            }
        }
    }

    private static void keys(
            List<String> keys, @Nullable Fields selector, FieldPath path, FieldErrors errors) {
        if (!keys.isEmpty() && selector == null) {
            errors.forbidden(path, "must not be specified when labelSelector is not set");
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            Checks.labelName(keys.get(i), path.index(i), errors);
        }
    }
}
