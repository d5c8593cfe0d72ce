package io.djong.apiserver.resources.rbac;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// Roles and bindings.
final class RbacValidation {

    private static final String GROUP = "rbac.authorization.k8s.io";

    private RbacValidation() {}

    static void role(Fields object, boolean namespaced, FieldErrors errors) {
        List<Fields> rules = Trees.objects(object, "rules");
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), namespaced, FieldPath.of("rules").index(i), errors);
        }
        List<Fields> selectors =
                Trees.objects(object.fields("aggregationRule"), "clusterRoleSelectors");
        if (object.has("aggregationRule") && selectors.isEmpty()) {
            errors.required(
                    FieldPath.of("aggregationRule", "clusterRoleSelectors"),
                    "at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        for (int i = 0; i < selectors.size(); i++) {
            FieldPath path = FieldPath.of("aggregationRule", "clusterRoleSelectors").index(i);
            int before = errors.size();
            LabelSelectorRules.validate(selectors.get(i), path, errors);
            if (errors.size() > before) {
                errors.invalid(path, null, "invalid label selector.");
            }
        }
    }

    private static void rule(Fields rule, boolean namespaced, FieldPath path, FieldErrors errors) {
        if (rule.list("verbs").isEmpty()) {
            errors.required(path.child("verbs"), "verbs must contain at least one value");
        }
        List<String> urls = Trees.texts(rule, "nonResourceURLs");
        boolean named =
                !rule.list("apiGroups").isEmpty()
                        || !rule.list("resources").isEmpty()
                        || !rule.list("resourceNames").isEmpty();
        if (!urls.isEmpty()) {
            if (namespaced) {
                errors.invalid(
                        path.child("nonResourceURLs"),
                        urls,
                        "namespaced rules cannot apply to non-resource URLs");
            }
            if (named) {
                errors.invalid(
                        path.child("nonResourceURLs"),
                        urls,
                        "rules cannot apply to both regular resources and non-resource URLs");
            }
            return;
        }
        if (rule.list("apiGroups").isEmpty()) {
            errors.required(
                    path.child("apiGroups"), "resource rules must supply at least one api group");
        }
        if (rule.list("resources").isEmpty()) {
            errors.required(
                    path.child("resources"), "resource rules must supply at least one resource");
        }
    }

    static void binding(Fields object, boolean namespaced, FieldErrors errors) {
        Fields role = object.fields("roleRef");
        FieldPath path = FieldPath.of("roleRef");
        if (!role.string("apiGroup").equals(GROUP)) {
            errors.notSupported(path.child("apiGroup"), role.string("apiGroup"), GROUP);
        }
        List<String> kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
        Checks.supported(role.string("kind"), kinds, path.child("kind"), errors);
        String name = role.string("name");
        if (name.isEmpty()) {
            errors.required(path.child("name"), "");
        } else {
            errors.invalid(path.child("name"), name, Names.pathSegment(name));
        }
        List<Fields> subjects = Trees.objects(object, "subjects");
        for (int i = 0; i < subjects.size(); i++) {
            subject(subjects.get(i), namespaced, FieldPath.of("subjects").index(i), errors);
        }
    }

    private static void subject(
            Fields subject, boolean namespaced, FieldPath path, FieldErrors errors) {
        Checks.required(subject, "name", path, errors);
        String group = subject.string("apiGroup");
        switch (subject.string("kind")) {
            case "ServiceAccount" -> {
                if (!subject.string("name").isEmpty()) {
                    Checks.subdomain(subject.string("name"), path.child("name"), errors);
                }
                if (!group.isEmpty()) {
                    errors.notSupported(path.child("apiGroup"), group, "");
                }
                if (!namespaced && subject.string("namespace").isEmpty()) {
                    errors.required(path.child("namespace"), "");
                }
            }
            case "User", "Group" -> {
                if (!group.equals(GROUP)) {
                    errors.notSupported(path.child("apiGroup"), group, GROUP);
                }
            }
            default ->
                    errors.notSupported(
                            path.child("kind"),
                            subject.string("kind"),
                            "ServiceAccount",
                            "User",
                            "Group");
        }
    }
}
