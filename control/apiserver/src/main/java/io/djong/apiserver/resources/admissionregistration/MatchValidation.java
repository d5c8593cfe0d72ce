package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.Expressions;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What webhooks, policies and bindings are about: match constraints and match conditions.
final class MatchValidation {

    static final List<String> FAILURE_POLICIES = List.of("Fail", "Ignore");
    static final List<String> MATCH_POLICIES = List.of("Equivalent", "Exact");

    private static final List<String> MUTABLE = List.of("*", "CONNECT", "CREATE", "UPDATE");
    private static final int CONDITIONS_MAX = 64;

    private MatchValidation() {}

    static void resources(Fields match, FieldPath path, FieldErrors errors) {
        String policy = match.stringOrNull("matchPolicy");
        if (policy == null) {
            errors.required(path.child("matchPolicy"), "");
        } else {
            Checks.supported(policy, MATCH_POLICIES, path.child("matchPolicy"), errors);
        }
        for (String name : List.of("namespaceSelector", "objectSelector")) {
            Fields selector = match.fieldsOrNull(name);
            if (selector == null) {
                errors.required(path.child(name), "");
            } else {
                LabelSelectorRules.validate(selector, path.child(name), errors);
            }
        }
        for (String name : List.of("resourceRules", "excludeResourceRules")) {
            List<Fields> rules = Trees.objects(match, name);
            for (int i = 0; i < rules.size(); i++) {
                RuleValidation.named(rules.get(i), path.child(name).index(i), errors);
            }
        }
    }

    /// What is deleted cannot be changed.
    static void mutableOperations(Fields match, FieldPath path, FieldErrors errors) {
        for (Fields rule : Trees.objects(match, "resourceRules")) {
            for (String operation : Trees.texts(rule, "operations")) {
                // Upstream names no rule here.
                Checks.supported(
                        operation, MUTABLE, path.child("resourceRules", "operations"), errors);
            }
        }
    }

    /// @param owner the `spec` of the policy, empty for webhooks
    static void conditions(
            List<Fields> conditions,
            Fields owner,
            Expressions expressions,
            FieldPath path,
            FieldErrors errors) {
        if (conditions.size() > CONDITIONS_MAX) {
            errors.tooMany(path, conditions.size(), CONDITIONS_MAX);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            FieldPath at = path.index(i);
            String expression = conditions.get(i).string("expression").strip();
            if (expression.isEmpty()) {
                errors.required(at.child("expression"), "");
            } else {
                expressions.validate(
                        expression,
                        Expressions.Use.MATCH_CONDITION,
                        owner,
                        at.child("expression"),
                        errors);
            }
            String name = conditions.get(i).string("name");
            if (name.isEmpty()) {
                errors.required(at.child("name"), "");
                continue;
            }
            errors.invalid(at.child("name"), name, Names.qualified(name));
            if (!names.add(name)) {
                errors.duplicate(at.child("name"), name);
            }
        }
    }
}
