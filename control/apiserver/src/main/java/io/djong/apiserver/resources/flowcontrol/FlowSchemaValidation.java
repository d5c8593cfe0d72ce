package io.djong.apiserver.resources.flowcontrol;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a FlowSchema must be like. Texts as in Kubernetes 1.36.
final class FlowSchemaValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final long PRECEDENCE_MAX = 10_000;
    private static final List<String> METHODS = List.of("ByNamespace", "ByUser");

    private FlowSchemaValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        precedence(spec.integer("matchingPrecedence"), Trees.name(object), errors);
        Fields method = spec.fieldsOrNull("distinguisherMethod");
        if (method != null && !METHODS.contains(method.string("type"))) {
            errors.notSupported(
                    SPEC.child("distinguisherMethod", "type"),
                    Fields.of("Type", method.string("type")),
                    METHODS);
        }
        FieldPath level = SPEC.child("priorityLevelConfiguration", "name");
        String name = spec.fields("priorityLevelConfiguration").string("name");
        if (name.isEmpty()) {
            errors.required(level, "must reference a priority level");
        } else {
            Checks.subdomain(name, level, errors);
        }
        List<Fields> rules = Trees.objects(spec, "rules");
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), SPEC.child("rules").index(i), errors);
        }
        status(object, errors);
    }

    private static void precedence(long precedence, String name, FieldErrors errors) {
        FieldPath path = SPEC.child("matchingPrecedence");
        if (precedence <= 0) {
            errors.invalid(path, precedence, "must be a positive value");
        }
        if (precedence > PRECEDENCE_MAX) {
            errors.invalid(path, precedence, "must not be greater than " + PRECEDENCE_MAX);
        }
        if (precedence == 1 && !name.equals("exempt")) {
            errors.invalid(
                    path,
                    precedence,
                    "only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }

    private static void rule(Fields rule, FieldPath path, FieldErrors errors) {
        List<Fields> subjects = Trees.objects(rule, "subjects");
        for (int i = 0; i < subjects.size(); i++) {
            subject(subjects.get(i), path.child("subjects").index(i), errors);
        }
        if (subjects.isEmpty()) {
            errors.required(path.child("subjects"), "subjects must contain at least one value");
        }
        List<Fields> resources = Trees.objects(rule, "resourceRules");
        List<Fields> others = Trees.objects(rule, "nonResourceRules");
        if (resources.isEmpty() && others.isEmpty()) {
            errors.required(
                    path, "at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        for (int i = 0; i < resources.size(); i++) {
            FlowRuleValidation.resource(
                    resources.get(i), path.child("resourceRules").index(i), errors);
        }
        for (int i = 0; i < others.size(); i++) {
            FlowRuleValidation.nonResource(
                    others.get(i), path.child("nonResourceRules").index(i), errors);
        }
    }

    private static void subject(Fields subject, FieldPath path, FieldErrors errors) {
        String kind = subject.string("kind");
        String own =
                switch (kind) {
                    case "ServiceAccount" -> "serviceAccount";
                    case "User" -> "user";
                    case "Group" -> "group";
                    default -> "";
                };
        if (own.isEmpty()) {
            errors.notSupported(path.child("kind"), kind, "Group", "ServiceAccount", "User");
            return;
        }
        Fields given = subject.fieldsOrNull(own);
        if (given == null) {
            errors.required(
                    path.child(own), own + " is required when subject kind is '" + kind + "'");
        } else if (own.equals("serviceAccount")) {
            serviceAccount(given, path.child(own), errors);
        } else {
            Checks.required(given, "name", path.child(own), errors);
        }
        for (String other : List.of("serviceAccount", "user", "group")) {
            if (!other.equals(own) && Trees.isSet(subject, other)) {
                String proper = Character.toUpperCase(other.charAt(0)) + other.substring(1);
                errors.forbidden(
                        path.child(other),
                        other + " is forbidden when subject kind is not '" + proper + "'");
            }
        }
    }

    private static void serviceAccount(Fields account, FieldPath path, FieldErrors errors) {
        String name = account.string("name");
        if (name.isEmpty()) {
            errors.required(path.child("name"), "");
        } else if (!name.equals("*")) {
            Checks.subdomain(name, path.child("name"), errors);
        }
        String namespace = account.string("namespace");
        if (namespace.isEmpty()) {
            errors.required(path.child("namespace"), "must specify namespace for service account");
        } else {
            errors.invalid(path.child("namespace"), namespace, Names.dnsLabel(namespace));
        }
    }

    /// Conditions have distinct types.
    static void status(Fields object, FieldErrors errors) {
        List<Fields> conditions = Trees.objects(object.fields("status"), "conditions");
        Set<String> types = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            FieldPath path = FieldPath.of("status", "conditions").index(i).child("type");
            String type = conditions.get(i).string("type");
            if (!types.add(type)) {
                errors.duplicate(path, type);
            }
            if (type.isEmpty()) {
                errors.required(path, "must not be empty");
            }
        }
    }
}
