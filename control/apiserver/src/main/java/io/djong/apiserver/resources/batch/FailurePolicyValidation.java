package io.djong.apiserver.resources.batch;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What failed pods mean for a Job.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy Pod failure policy
final class FailurePolicyValidation {

    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final int RULES_MAX = 20;
    private static final int VALUES_MAX = 255;
    private static final int PATTERNS_MAX = 20;

    private final Fields spec;
    private final FieldPath path;
    private final FieldErrors errors;
    private final Set<String> containers = new HashSet<>();

    FailurePolicyValidation(Fields spec, FieldPath path, FieldErrors errors) {
        this.spec = spec;
        this.path = path;
        this.errors = errors;
        for (String list : List.of("containers", "initContainers")) {
            Trees.objects(spec.fields("template").fields("spec"), list)
                    .forEach(container -> containers.add(container.string("name")));
        }
    }

    void validate() {
        List<Fields> rules = Trees.objects(spec.fields("podFailurePolicy"), "rules");
        FieldPath at = path.child("rules");
        if (rules.size() > RULES_MAX) {
            errors.tooMany(at, rules.size(), RULES_MAX);
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), at.index(i));
        }
    }

    private void rule(Fields rule, FieldPath at) {
        String action = rule.string("action");
        if (action.isEmpty()) {
            errors.required(at.child("action"), quoted(ACTIONS));
        } else if (action.equals("FailIndex") && !Trees.isSet(spec, "backoffLimitPerIndex")) {
            errors.invalid(
                    at.child("action"), action, "requires the backoffLimitPerIndex to be set");
        } else {
            Checks.supported(action, ACTIONS, at.child("action"), errors);
        }
        Fields codes = rule.fieldsOrNull("onExitCodes");
        List<Fields> patterns = Trees.objects(rule, "onPodConditions");
        if (codes != null) {
            codes(codes, at.child("onExitCodes"));
        }
        if (!patterns.isEmpty()) {
            patterns(patterns, at.child("onPodConditions"));
        }
        if (codes != null && !patterns.isEmpty()) {
            bare(at, "specifying both OnExitCodes and OnPodConditions is not supported");
        } else if (codes == null && patterns.isEmpty()) {
            bare(at, "specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    /// Upstream shows the text where the value belongs.
    private void bare(FieldPath at, String text) {
        errors.add(
                new FieldError(FieldError.Type.INVALID, at.toString(), "Invalid value: " + text));
    }

    private static String quoted(List<String> values) {
        return "valid values: ["
                + String.join(" ", values.stream().map(GoText::quote).toList())
                + "]";
    }

    private void codes(Fields codes, FieldPath at) {
        String operator = codes.string("operator");
        if (operator.isEmpty()) {
            errors.required(at.child("operator"), quoted(OPERATORS));
        } else {
            Checks.supported(operator, OPERATORS, at.child("operator"), errors);
        }
        String container = codes.stringOrNull("containerName");
        if (container != null && !containers.contains(container)) {
            errors.invalid(
                    at.child("containerName"),
                    container,
                    "must be one of the container or initContainer names in the pod template");
        }
        List<@Nullable Object> values = codes.list("values");
        FieldPath list = at.child("values");
        if (values.isEmpty()) {
            errors.invalid(list, codes.value("values"), "at least one value is required");
        } else if (values.size() > VALUES_MAX) {
            errors.tooMany(list, values.size(), VALUES_MAX);
        }
        boolean ordered = true;
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            long value = values.get(i) instanceof Number number ? number.longValue() : 0;
            if (!seen.add(value)) {
                errors.duplicate(list.index(i), value);
            }
            if (i > 0
                    && values.get(i - 1) instanceof Number previous
                    && previous.longValue() > value) {
                ordered = false;
            }
            if (value == 0 && operator.equals("In")) {
                errors.invalid(list.index(i), value, "must not be 0 for the In operator");
            }
        }
        if (!ordered) {
            errors.invalid(list, values, "must be ordered");
        }
    }

    private void patterns(List<Fields> patterns, FieldPath at) {
        if (patterns.size() > PATTERNS_MAX) {
            errors.tooMany(at, patterns.size(), PATTERNS_MAX);
        }
        for (int i = 0; i < patterns.size(); i++) {
            Checks.labelName(patterns.get(i).string("type"), at.index(i).child("type"), errors);
            String status = patterns.get(i).string("status");
            if (status.isEmpty()) {
                errors.required(at.index(i).child("status"), quoted(STATUSES));
            } else {
                Checks.supported(status, STATUSES, at.index(i).child("status"), errors);
            }
        }
    }

    /// As upstream's internal type prints itself.
    static Fields internal(Fields policy) {
        List<@Nullable Object> rules = new ArrayList<>();
        for (Fields rule : Trees.objects(policy, "rules")) {
            Fields codes = rule.fieldsOrNull("onExitCodes");
            List<@Nullable Object> patterns = new ArrayList<>();
            for (Fields pattern : Trees.objects(rule, "onPodConditions")) {
                patterns.add(
                        Fields.of(
                                "Type",
                                pattern.string("type"),
                                "Status",
                                pattern.string("status")));
            }
            rules.add(
                    Fields.of(
                            "Action",
                            rule.string("action"),
                            "OnExitCodes",
                            codes == null
                                    ? null
                                    : Fields.of(
                                            "ContainerName", codes.value("containerName"),
                                            "Operator", codes.string("operator"),
                                            "Values", codes.value("values")),
                            "OnPodConditions",
                            patterns.isEmpty() ? null : patterns));
        }
        return Fields.of("Rules", rules.isEmpty() ? null : rules);
    }
}
