package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules that say which requests a webhook or a policy is about.
final class RuleValidation {

    private static final List<String> OPERATIONS =
            List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");

    private RuleValidation() {}

    static void rule(Fields rule, FieldPath path, FieldErrors errors) {
        List<String> operations = Trees.texts(rule, "operations");
        all(operations, path.child("operations"), "operations", errors);
        for (int i = 0; i < operations.size(); i++) {
            Checks.supported(
                    operations.get(i), OPERATIONS, path.child("operations").index(i), errors);
        }
        all(Trees.texts(rule, "apiGroups"), path.child("apiGroups"), "API groups", errors);
        List<String> versions = Trees.texts(rule, "apiVersions");
        all(versions, path.child("apiVersions"), "API versions", errors);
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).isEmpty()) {
                errors.required(path.child("apiVersions").index(i), "");
            }
        }
        resources(Trees.texts(rule, "resources"), path.child("resources"), errors);
        String scope = rule.stringOrNull("scope");
        if (scope != null) {
            Checks.supported(scope, SCOPES, path.child("scope"), errors);
        }
    }

    private static void all(List<String> values, FieldPath path, String what, FieldErrors errors) {
        if (values.isEmpty()) {
            errors.required(path, "");
        }
        if (values.size() > 1 && values.contains("*")) {
            errors.invalid(path, values, "if '*' is present, must not specify other " + what);
        }
    }

    private static void resources(List<String> resources, FieldPath path, FieldErrors errors) {
        if (resources.isEmpty()) {
            errors.required(path, "");
        }
        Set<String> allSubresourcesOf = new HashSet<>();
        Set<String> ofAllResources = new HashSet<>();
        boolean plain = false;
        for (int i = 0; i < resources.size(); i++) {
            String resource = resources.get(i);
            if (resource.isEmpty()) {
                errors.required(path.index(i), "");
                continue;
            }
            int slash = resource.indexOf('/');
            if (slash < 0) {
                // As upstream has it: the last one without a slash decides.
                plain = !resource.equals("*");
                continue;
            }
            String parent = resource.substring(0, slash);
            String sub = resource.substring(slash + 1);
            if (allSubresourcesOf.contains(parent)) {
                errors.invalid(path.index(i), resource, present(parent + "/*", resource));
            }
            if (ofAllResources.contains(sub)) {
                errors.invalid(path.index(i), resource, present("*/" + sub, resource));
            }
            if (sub.equals("*")) {
                allSubresourcesOf.add(parent);
            }
            if (parent.equals("*")) {
                ofAllResources.add(sub);
            }
        }
        if (resources.size() > 1 && resources.contains("*/*")) {
            errors.invalid(
                    path, resources, "if '*/*' is present, must not specify other resources");
        }
        if (resources.contains("*") && plain) {
            errors.invalid(
                    path,
                    resources,
                    "if '*' is present, must not specify other resources without subresources");
        }
    }

    private static String present(String wildcard, String resource) {
        return "if '" + wildcard + "' is present, must not specify " + resource;
    }

    /// A rule of a policy, which may name objects.
    static void named(Fields rule, FieldPath path, FieldErrors errors) {
        List<String> names = Trees.texts(rule, "resourceNames");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            FieldPath at = path.child("resourceNames").index(i);
            errors.invalid(at, names.get(i), Names.pathSegment(names.get(i)));
            if (!seen.add(names.get(i))) {
                errors.duplicate(at, names.get(i));
            }
        }
        rule(rule, path, errors);
    }
}
