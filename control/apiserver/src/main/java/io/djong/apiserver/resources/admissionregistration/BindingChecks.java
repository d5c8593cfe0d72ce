package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What bindings of admission policies must be like.
final class BindingChecks {

    private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");

    private BindingChecks() {}

    static void validate(Fields object, boolean mutating, FieldErrors errors) {
        Fields spec = object.fields("spec");
        FieldPath path = FieldPath.of("spec");
        String policy = spec.string("policyName");
        if (policy.isEmpty()) {
            errors.required(path.child("policyName"), "");
        } else {
            errors.invalid(path.child("policyName"), policy, Names.dnsSubdomain(policy));
        }
        paramRef(spec.fieldsOrNull("paramRef"), path.child("paramRef"), errors);
        MatchChecks.validate(
                spec.fieldsOrNull("matchResources"), path.child("matchResources"), errors);
        if (!mutating) {
            actions(
                    Trees.texts(spec, "validationActions"),
                    path.child("validationActions"),
                    errors);
        }
    }

    private static void paramRef(@Nullable Fields reference, FieldPath path, FieldErrors errors) {
        if (reference == null) {
            return;
        }
        String name = reference.string("name");
        Fields selector = reference.fieldsOrNull("selector");
        String both = "name and selector are mutually exclusive";
        if (!name.isEmpty()) {
            MatchChecks.pathSegment(name, path.child("name"), errors);
            if (selector != null) {
                errors.forbidden(path.child("name"), both);
            }
        }
        if (selector != null) {
            LabelSelectorRules.validate(selector, path.child("selector"), errors);
            if (!name.isEmpty()) {
                errors.forbidden(path.child("selector"), both);
            }
        }
        if (name.isEmpty() && selector == null) {
            errors.required(path, "one of name or selector must be specified");
        }
        String action = reference.string("parameterNotFoundAction");
        if (action.isEmpty()) {
            errors.required(path.child("parameterNotFoundAction"), "");
        } else if (!action.equals("Deny") && !action.equals("Allow")) {
            errors.notSupported(path.child("parameterNotFoundAction"), action, "Deny", "Allow");
        }
    }

    private static void actions(List<String> actions, FieldPath path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int at = 0; at < actions.size(); at++) {
            String action = actions.get(at);
            if (!ACTIONS.contains(action)) {
                errors.notSupported(path.index(at), action, ACTIONS);
            }
            if (!seen.add(action)) {
                errors.duplicate(path.index(at), action);
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            errors.invalid(
                    path,
                    actions,
                    "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        }
        if (actions.isEmpty()) {
            errors.required(path, "at least one validation action is required");
        }
    }
}
