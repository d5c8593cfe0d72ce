package io.djong.api.quota;

import io.djong.meta.tree.Fields;
import java.util.Optional;
import java.util.Set;

/// Measures the objects of one resource.
///
/// @spec https://kubernetes.io/docs/concepts/policy/resource-quotas/ Resource Quotas
public interface Evaluator {

    /// Whether an update can change the usage, so that it has to be checked too.
    boolean changesOnUpdate();

    Usage usage(Fields object);

    /// Those of a quota's names that this resource uses.
    Set<String> matching(Set<String> names);

    /// What the object fails to say although the quota counts it; empty when all is said.
    default Optional<String> missing(Set<String> names, Fields object) {
        return Optional.empty();
    }

    /// Whether the object is in a scope of a quota, given as a selector expression.
    default boolean isIn(Fields scope, Fields object) {
        return false;
    }

    /// Whether the object is in all scopes of a quota.
    ///
    /// @param quota its `spec`
    default boolean isInScopes(Fields quota, Fields object) {
        for (Object scope : quota.list("scopes")) {
            Fields selector = Fields.of("scopeName", String.valueOf(scope), "operator", "Exists");
            if (!isIn(selector, object)) {
                return false;
            }
        }
        for (Object selector : quota.fields("scopeSelector").list("matchExpressions")) {
            if (selector instanceof Fields expression && !isIn(expression, object)) {
                return false;
            }
        }
        return true;
    }

    /// The evaluator of a resource; every namespaced resource can at least be counted.
    static Evaluator of(String group, String resource) {
        if (!group.isEmpty()) {
            return new ObjectCount(group, resource);
        }
        return switch (resource) {
            case "pods" -> new PodUsage();
            case "services" -> new ServiceUsage();
            case "persistentvolumeclaims" -> new ClaimUsage();
            default -> new ObjectCount(group, resource);
        };
    }
}
