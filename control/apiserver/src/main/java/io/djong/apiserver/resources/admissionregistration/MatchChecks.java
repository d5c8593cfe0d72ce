package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `matchConstraints` of policies and `matchResources` of bindings must be like.
final class MatchChecks {

    private static final List<String> OPERATIONS =
            List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");

    private MatchChecks() {}

    static void validate(@Nullable Fields match, FieldPath path, FieldErrors errors) {
        if (match == null) {
            return;
        }
        String policy = match.string("matchPolicy");
        if (policy.isEmpty()) {
            errors.required(path.child("matchPolicy"), "");
        } else if (!policy.equals("Equivalent") && !policy.equals("Exact")) {
            errors.notSupported(path.child("matchPolicy"), policy, "Equivalent", "Exact");
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
            for (int at = 0; at < rules.size(); at++) {
                named(rules.get(at), path.child(name).index(at), errors);
            }
        }
    }

    private static void named(Fields rule, FieldPath path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        List<String> names = Trees.texts(rule, "resourceNames");
        for (int at = 0; at < names.size(); at++) {
            String name = names.get(at);
            FieldPath here = path.child("resourceNames").index(at);
            pathSegment(name, here, errors);
            if (!seen.add(name)) {
                errors.duplicate(here, name);
            }
        }
        rule(rule, path, errors);
    }

    /// A name that can stand in a URL.
    static void pathSegment(String name, FieldPath path, FieldErrors errors) {
        if (name.equals(".") || name.equals("..")) {
            errors.invalid(path, name, "may not be '" + name + "'");
        }
        for (String part : List.of("/", "%")) {
            if (name.contains(part)) {
                errors.invalid(path, name, "may not contain '" + part + "'");
            }
        }
    }

    /// A rule of a policy or of a webhook.
    static void rule(Fields rule, FieldPath path, FieldErrors errors) {
        List<String> operations = Trees.texts(rule, "operations");
        if (operations.isEmpty()) {
            errors.required(path.child("operations"), "");
        }
        alone(operations, "operations", path.child("operations"), errors);
        for (int at = 0; at < operations.size(); at++) {
            if (!OPERATIONS.contains(operations.get(at))) {
                errors.notSupported(
                        path.child("operations").index(at), operations.get(at), OPERATIONS);
            }
        }
        List<String> groups = Trees.texts(rule, "apiGroups");
        if (groups.isEmpty()) {
            errors.required(path.child("apiGroups"), "");
        }
        alone(groups, "API groups", path.child("apiGroups"), errors);
        List<String> versions = Trees.texts(rule, "apiVersions");
        if (versions.isEmpty()) {
            errors.required(path.child("apiVersions"), "");
        }
        alone(versions, "API versions", path.child("apiVersions"), errors);
        for (int at = 0; at < versions.size(); at++) {
            if (versions.get(at).isEmpty()) {
                errors.required(path.child("apiVersions").index(at), "");
            }
        }
        resources(Trees.texts(rule, "resources"), path.child("resources"), errors);
        String scope = rule.string("scope");
        if (rule.has("scope") && !Set.of("*", "Cluster", "Namespaced").contains(scope)) {
            errors.notSupported(path.child("scope"), scope, "*", "Cluster", "Namespaced");
        }
    }

    private static void alone(
            List<String> values, String what, FieldPath path, FieldErrors errors) {
        if (values.size() > 1 && values.contains("*")) {
            errors.invalid(path, values, "if '*' is present, must not specify other " + what);
        }
    }

    private static void resources(List<String> resources, FieldPath path, FieldErrors errors) {
        if (resources.isEmpty()) {
            errors.required(path, "");
        }
        Set<String> whole = new HashSet<>();
        Set<String> everywhere = new HashSet<>();
        boolean isPlain = false;
        for (int at = 0; at < resources.size(); at++) {
            String one = resources.get(at);
            int slash = one.indexOf('/');
            if (one.isEmpty()) {
                errors.required(path.index(at), "");
            } else if (slash < 0) {
                isPlain = !one.equals("*");
            } else {
                String resource = one.substring(0, slash);
                String sub = one.substring(slash + 1);
                if (whole.contains(resource)) {
                    errors.invalid(
                            path.index(at),
                            one,
                            "if '%s/*' is present, must not specify %s".formatted(resource, one));
                }
                if (everywhere.contains(sub)) {
                    errors.invalid(
                            path.index(at),
                            one,
                            "if '*/%s' is present, must not specify %s".formatted(sub, one));
                }
                if (sub.equals("*")) {
                    whole.add(resource);
                }
                if (resource.equals("*")) {
                    everywhere.add(sub);
                }
            }
        }
        if (resources.size() > 1 && resources.contains("*/*")) {
            errors.invalid(
                    path, resources, "if '*/*' is present, must not specify other resources");
        }
        if (resources.contains("*") && isPlain) {
            errors.invalid(
                    path,
                    resources,
                    "if '*' is present, must not specify other resources without subresources");
        }
    }
}
