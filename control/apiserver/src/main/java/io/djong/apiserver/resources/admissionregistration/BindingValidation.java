package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What bindings of admission policies must be like.
final class BindingValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");
    private static final String EITHER = "name and selector are mutually exclusive";

    private BindingValidation() {}

    static void validate(Fields object, boolean mutating, FieldErrors errors) {
        Fields spec = object.fields("spec");
        String policy = spec.string("policyName");
        if (policy.isEmpty()) {
            errors.required(SPEC.child("policyName"), "");
        } else {
            Checks.subdomain(policy, SPEC.child("policyName"), errors);
        }
        Fields reference = spec.fieldsOrNull("paramRef");
        if (reference != null) {
            parameters(reference, SPEC.child("paramRef"), errors);
        }
        Fields match = spec.fieldsOrNull("matchResources");
        if (match != null) {
            MatchValidation.resources(match, SPEC.child("matchResources"), errors);
            if (mutating) {
                MatchValidation.mutableOperations(match, SPEC.child("matchResources"), errors);
            }
        }
        if (!mutating) {
            actions(
                    Trees.texts(spec, "validationActions"),
                    SPEC.child("validationActions"),
                    errors);
        }
    }

    private static void parameters(Fields reference, FieldPath path, FieldErrors errors) {
        String name = reference.string("name");
        Fields selector = reference.fieldsOrNull("selector");
        if (!name.isEmpty()) {
            errors.invalid(path.child("name"), name, Names.pathSegment(name));
            if (selector != null) {
                errors.forbidden(path.child("name"), EITHER);
            }
        }
        if (selector != null) {
            LabelSelectorRules.validate(selector, path.child("selector"), errors);
            if (!name.isEmpty()) {
                errors.forbidden(path.child("selector"), EITHER);
            }
        }
        if (name.isEmpty() && selector == null) {
            errors.required(path, "one of name or selector must be specified");
        }
        Checks.oneOf(
                reference.string("parameterNotFoundAction"),
                List.of("Deny", "Allow"),
                path.child("parameterNotFoundAction"),
                errors);
    }

    private static void actions(List<String> actions, FieldPath path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < actions.size(); i++) {
            Checks.supported(actions.get(i), ACTIONS, path.index(i), errors);
            if (!seen.add(actions.get(i))) {
                errors.duplicate(path.index(i), actions.get(i));
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            errors.invalid(
                    path,
                    actions,
                    "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        }
        if (seen.isEmpty()) {
            errors.required(path, "at least one validation action is required");
        }
    }
}
