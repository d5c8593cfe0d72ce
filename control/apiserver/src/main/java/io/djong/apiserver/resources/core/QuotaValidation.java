package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a ResourceQuota must be like.
final class QuotaValidation {

    private static final List<String> SCOPES =
            List.of(
                    "Terminating",
                    "NotTerminating",
                    "BestEffort",
                    "NotBestEffort",
                    "PriorityClass",
                    "CrossNamespacePodAffinity",
                    "VolumeAttributesClass");

    private static final Set<String> OF_PODS =
            Set.of(
                    "pods",
                    "cpu",
                    "memory",
                    "requests.cpu",
                    "requests.memory",
                    "limits.cpu",
                    "limits.memory");

    private QuotaValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        FieldPath path = FieldPath.of("spec");
        Fields spec = object.fields("spec");
        amounts(spec.fields("hard"), path.child("hard"), errors);
        scopes(spec, path, errors);
        for (String list : List.of("hard", "used")) {
            amounts(object.fields("status").fields(list), FieldPath.of("status", list), errors);
        }
    }

    private static void amounts(Fields amounts, FieldPath path, FieldErrors errors) {
        for (String name : amounts.keySet()) {
            FieldPath at = path.key(name);
            List<String> wrong = Names.qualified(name);
            errors.invalid(at, name, wrong);
            boolean known =
                    QuotaNames.STANDARD.contains(name)
                            || name.startsWith("requests.hugepages-")
                            || name.startsWith("hugepages-");
            if (wrong.isEmpty() && !name.contains("/") && !known) {
                if (!name.equals("storage")) {
                    errors.invalid(at, name, "must be a standard resource type or fully qualified");
                }
                errors.invalid(at, name, "must be a standard resource for quota");
            }
            ResourceValidation.value(name, amounts.value(name), at, errors);
        }
    }

    private static void scopes(Fields spec, FieldPath path, FieldErrors errors) {
        List<String> scopes = Trees.texts(spec, "scopes");
        Set<String> seen = new HashSet<>();
        for (String scope : scopes) {
            if (!SCOPES.contains(scope)) {
                errors.invalid(path.child("scopes"), scopes, "unsupported scope");
            }
            for (String resource : spec.fields("hard").keySet()) {
                if (QuotaNames.STANDARD.contains(resource) && !isCountedIn(scope, resource)) {
                    errors.invalid(
                            path.child("scopes"), scopes, "unsupported scope applied to resource");
                }
            }
            seen.add(scope);
        }
        boolean clash =
                (seen.contains("BestEffort") && seen.contains("NotBestEffort"))
                        || (seen.contains("Terminating") && seen.contains("NotTerminating"));
        if (clash) {
            errors.invalid(path.child("scopes"), scopes, "conflicting scopes");
        }
        FieldPath at = path.child("scopeSelector", "matchExpressions");
        for (Fields term : Trees.objects(spec.fields("scopeSelector"), "matchExpressions")) {
            String scope = term.string("scopeName");
            if (!SCOPES.contains(scope)) {
                errors.invalid(at.child("scopeName"), scope, "unsupported scope");
            }
            selector(term, at, errors);
        }
    }

    /// Whether that resource is an amount of what the scope selects.
    private static boolean isCountedIn(String scope, String resource) {
        return switch (scope) {
            case "BestEffort" -> resource.equals("pods");
            case "NotBestEffort",
                    "Terminating",
                    "NotTerminating",
                    "PriorityClass",
                    "CrossNamespacePodAffinity" ->
                    OF_PODS.contains(resource);
            case "VolumeAttributesClass" ->
                    resource.equals("persistentvolumeclaims")
                            || resource.equals("requests.storage");
            default -> true;
        };
    }

    private static void selector(Fields term, FieldPath path, FieldErrors errors) {
        boolean named = !term.list("values").isEmpty();
        switch (term.string("operator")) {
            case "In", "NotIn" -> {
                if (!named) {
                    errors.required(
                            path.child("values"),
                            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (named) {
                    errors.invalid(
                            path.child("values"),
                            Trees.texts(term, "values"),
                            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                }
            }
            default ->
                    errors.invalid(
                            path.child("operator"),
                            term.string("operator"),
                            "not a valid selector operator");
        }
    }
}
