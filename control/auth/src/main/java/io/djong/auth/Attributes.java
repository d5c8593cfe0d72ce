package io.djong.auth;

import io.djong.meta.UserInfo;
import java.util.List;
import java.util.Set;

/// What is asked: who wants to do what to which resource or path.
///
/// For a request that is not of a resource only `user`, `verb` (the HTTP method in lower case) and `path` count.
///
/// @param version "*" in reviews that do not care
/// @param name "" for a collection
/// @param fieldSelector requirements that a list is narrowed by; empty when it is not
/// @param labelSelector requirements that a list is narrowed by; empty when it is not
public record Attributes(
        UserInfo user,
        String verb,
        String namespace,
        String group,
        String version,
        String resource,
        String subresource,
        String name,
        String path,
        boolean isResourceRequest,
        List<Requirement> fieldSelector,
        List<Requirement> labelSelector) {

    private static final Set<String> READ_ONLY = Set.of("get", "list", "watch");

    /// One requirement of a selector.
    ///
    /// @param operator `In`, `NotIn`, `Exists`, `DoesNotExist`
    public record Requirement(String key, String operator, List<String> values) {}

    /// A question about a resource in the whole cluster; narrow it with the `with` and `in` methods.
    public static Attributes resource(UserInfo user, String verb, String group, String resource) {
        return new Attributes(
                user, verb, "", group, "*", resource, "", "", "", true, List.of(), List.of());
    }

    /// A question about a URL that is no resource.
    public static Attributes path(UserInfo user, String verb, String path) {
        return new Attributes(
                user, verb, "", "", "", "", "", "", path, false, List.of(), List.of());
    }

    public Attributes withUser(UserInfo other) {
        return new Attributes(
                other,
                verb,
                namespace,
                group,
                version,
                resource,
                subresource,
                name,
                path,
                isResourceRequest,
                fieldSelector,
                labelSelector);
    }

    public Attributes withVerb(String other) {
        return new Attributes(
                user,
                other,
                namespace,
                group,
                version,
                resource,
                subresource,
                name,
                path,
                isResourceRequest,
                fieldSelector,
                labelSelector);
    }

    public Attributes in(String other) {
        return new Attributes(
                user,
                verb,
                other,
                group,
                version,
                resource,
                subresource,
                name,
                path,
                isResourceRequest,
                fieldSelector,
                labelSelector);
    }

    public Attributes withVersion(String other) {
        return new Attributes(
                user,
                verb,
                namespace,
                group,
                other,
                resource,
                subresource,
                name,
                path,
                isResourceRequest,
                fieldSelector,
                labelSelector);
    }

    public Attributes withSubresource(String other) {
        return new Attributes(
                user,
                verb,
                namespace,
                group,
                version,
                resource,
                other,
                name,
                path,
                isResourceRequest,
                fieldSelector,
                labelSelector);
    }

    public Attributes withName(String other) {
        return new Attributes(
                user,
                verb,
                namespace,
                group,
                version,
                resource,
                subresource,
                other,
                path,
                isResourceRequest,
                fieldSelector,
                labelSelector);
    }

    public Attributes withSelectors(List<Requirement> fields, List<Requirement> labels) {
        return new Attributes(
                user,
                verb,
                namespace,
                group,
                version,
                resource,
                subresource,
                name,
                path,
                isResourceRequest,
                List.copyOf(fields),
                List.copyOf(labels));
    }

    public boolean isReadOnly() {
        return READ_ONLY.contains(verb);
    }

    /// `pods/log`, or `pods`.
    public String combinedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
