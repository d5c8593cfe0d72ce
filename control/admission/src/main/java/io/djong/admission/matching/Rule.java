package io.djong.admission.matching;

import io.djong.admission.Review;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import java.util.List;

/// `RuleWithOperations` of webhooks, `NamedRuleWithOperations` of policies.
///
/// @param scope `*`, `Namespaced` or `Cluster`
/// @param names empty for all
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules Rules
public record Rule(
        List<String> operations,
        List<String> groups,
        List<String> versions,
        List<String> resources,
        String scope,
        List<String> names) {

    private static final String ANY = "*";

    public static Rule of(Fields rule) {
        return new Rule(
                texts(rule, "operations"),
                texts(rule, "apiGroups"),
                texts(rule, "apiVersions"),
                texts(rule, "resources"),
                rule.string("scope").isEmpty() ? ANY : rule.string("scope"),
                texts(rule, "resourceNames"));
    }

    static List<String> texts(Fields tree, String name) {
        return tree.list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /// Whether the request would match if it named that resource.
    boolean matches(Review review, GroupVersion version, String resource) {
        return isAmong(operations, review.operation())
                && isAmong(groups, version.group())
                && isAmong(versions, version.version())
                && matchesResource(resource, review.call().subresource())
                && matchesScope(review, version, resource)
                && (names.isEmpty() || names.contains(review.call().name()));
    }

    private static boolean isAmong(List<String> wanted, String value) {
        return wanted.contains(ANY) || wanted.contains(value);
    }

    private boolean matchesResource(String resource, String subresource) {
        for (String wanted : resources) {
            int slash = wanted.indexOf('/');
            String main = slash < 0 ? wanted : wanted.substring(0, slash);
            String sub = slash < 0 ? "" : wanted.substring(slash + 1);
            if ((main.equals(ANY) || main.equals(resource))
                    && (sub.equals(ANY) || sub.equals(subresource))) {
                return true;
            }
        }
        return false;
    }

    /// A Namespace is of the cluster, though its requests name a namespace.
    private boolean matchesScope(Review review, GroupVersion version, String resource) {
        boolean isNamespaced =
                !review.call().namespace().isEmpty()
                        && !(resource.equals("namespaces") && version.group().isEmpty());
        return switch (scope) {
            case "Namespaced" -> isNamespaced;
            case "Cluster" -> !isNamespaced;
            default -> true;
        };
    }
}
