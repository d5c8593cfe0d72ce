package io.djong.schema;

import io.djong.meta.GroupVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A kind of the API in one version.
///
/// @param typeName the structure of its documents
/// @param scope null when it is not served as a resource of its own (`Status`, lists, options)
/// @param subresources those beyond `status`
/// @param introduced releases as `1.16`; "" when not said
public record KindFacts(
        GroupVersion groupVersion,
        String kind,
        String typeName,
        @Nullable Scope scope,
        List<String> subresources,
        String introduced,
        String deprecated,
        String removed,
        String replacement) {

    public enum Scope {
        NAMESPACED,
        CLUSTER
    }

    public boolean isResource() {
        return scope != null;
    }

    public boolean isNamespaced() {
        return scope == Scope.NAMESPACED;
    }

    public boolean isList() {
        return kind.endsWith("List") && !isResource();
    }

    /// Whether release 1.36 of upstream no longer serves it.
    public boolean isRemoved() {
        return !removed.isEmpty();
    }

    /// The plural of its URLs: `networkpolicies`.
    public String resource() {
        String lower = kind.toLowerCase(java.util.Locale.ROOT);
        if (groupVersion.group().equals("metrics.k8s.io")) {
            return kind.equals("NodeMetrics") ? "nodes" : "pods";
        }
        if (lower.equals("endpoints")) {
            return lower;
        }
        if (lower.endsWith("s") || lower.endsWith("x")) {
            return lower + "es";
        }
        boolean ies = lower.endsWith("y") && !lower.endsWith("ay") && !lower.endsWith("ey");
        return ies ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
    }

    @Override
    public String toString() {
        return groupVersion + "/" + kind;
    }
}
