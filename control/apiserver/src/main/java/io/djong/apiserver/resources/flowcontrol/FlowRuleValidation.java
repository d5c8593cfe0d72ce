package io.djong.apiserver.resources.flowcontrol;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What the rules of a FlowSchema must be like.
final class FlowRuleValidation {

    private static final List<String> VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "proxy",
                    "update",
                    "watch");
    private static final String NAMESPACE_OR_ALL =
            "each member of this list must be '*' or a DNS-1123 label; ";

    private FlowRuleValidation() {}

    static void resource(Fields rule, FieldPath path, FieldErrors errors) {
        verbs(rule, path, errors);
        some(rule, "apiGroups", "resource rules must supply at least one api group", path, errors);
        alone(rule, "apiGroups", "api groups", path, errors);
        some(rule, "resources", "resource rules must supply at least one resource", path, errors);
        alone(rule, "resources", "resources", path, errors);
        List<String> namespaces = Trees.texts(rule, "namespaces");
        if (!rule.bool("clusterScope")) {
            some(
                    rule,
                    "namespaces",
                    "resource rules that are not cluster scoped must supply at least one namespace",
                    path,
                    errors);
        }
        alone(rule, "namespaces", "namespaces", path, errors);
        if (!namespaces.contains("*")) {
            for (int i = 0; i < namespaces.size(); i++) {
                for (String wrong : Names.dnsLabel(namespaces.get(i))) {
                    errors.invalid(
                            path.child("namespaces").index(i),
                            namespaces.get(i),
                            NAMESPACE_OR_ALL + wrong);
                }
            }
        }
    }

    static void nonResource(Fields rule, FieldPath path, FieldErrors errors) {
        verbs(rule, path, errors);
        some(
                rule,
                "nonResourceURLs",
                "nonResourceURLs must contain at least one value",
                path,
                errors);
        alone(rule, "nonResourceURLs", "non-resource URLs", path, errors);
        List<String> urls = Trees.texts(rule, "nonResourceURLs");
        if (!urls.contains("*")) {
            for (int i = 0; i < urls.size(); i++) {
                url(urls.get(i), path.child("nonResourceURLs").index(i), errors);
            }
        }
    }

    private static void verbs(Fields rule, FieldPath path, FieldErrors errors) {
        some(rule, "verbs", "verbs must contain at least one value", path, errors);
        alone(rule, "verbs", "verbs", path, errors);
        List<String> verbs = Trees.texts(rule, "verbs");
        if (!verbs.contains("*") && !VERBS.containsAll(verbs)) {
            errors.notSupported(path.child("verbs"), verbs, VERBS);
        }
    }

    private static void some(
            Fields rule, String name, String detail, FieldPath path, FieldErrors errors) {
        if (rule.list(name).isEmpty()) {
            errors.required(path.child(name), detail);
        }
    }

    private static void alone(
            Fields rule, String name, String what, FieldPath path, FieldErrors errors) {
        List<String> values = Trees.texts(rule, name);
        if (values.size() > 1 && values.contains("*")) {
            errors.invalid(
                    path.child(name), values, "if '*' is present, must not specify other " + what);
        }
    }

    private static void url(String url, FieldPath path, FieldErrors errors) {
        if (url.isEmpty()) {
            errors.invalid(path, url, "must not be empty");
        } else if (url.equals("/")) {
            return;
        } else if (!url.startsWith("/")) {
            errors.invalid(path, url, "must start with slash");
        } else if (url.contains(" ")) {
            errors.invalid(path, url, "must not contain white-space");
        } else if (url.contains("//")) {
            errors.invalid(path, url, "must not contain double slash");
        } else if (url.substring(0, url.length() - 1).contains("*")
                || (url.endsWith("*") && !url.endsWith("/*"))) {
            errors.invalid(path, url, "wildcard can only do suffix matching");
        }
    }
}
