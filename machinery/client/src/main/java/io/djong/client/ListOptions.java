package io.djong.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which objects to list or watch. Empty strings leave an option out.
///
/// @param namespace "" for all namespaces
/// @param limit 0 for no limit
/// @param continueToken the `continue` of the page before
public record ListOptions(
        String namespace,
        String labelSelector,
        String fieldSelector,
        String resourceVersion,
        String resourceVersionMatch,
        long limit,
        String continueToken) {

    public static final ListOptions ALL = new ListOptions("", "", "", "", "", 0, "");

    public static ListOptions inNamespace(String namespace) {
        return new ListOptions(namespace, "", "", "", "", 0, "");
    }

    public ListOptions withLabels(String selector) {
        return new ListOptions(
                namespace,
                selector,
                fieldSelector,
                resourceVersion,
                resourceVersionMatch,
                limit,
                continueToken);
    }

    public ListOptions withFields(String selector) {
        return new ListOptions(
                namespace,
                labelSelector,
                selector,
                resourceVersion,
                resourceVersionMatch,
                limit,
                continueToken);
    }

    public ListOptions from(String revision) {
        return new ListOptions(
                namespace,
                labelSelector,
                fieldSelector,
                revision,
                resourceVersionMatch,
                limit,
                continueToken);
    }

    public ListOptions page(long size, String token) {
        return new ListOptions(
                namespace,
                labelSelector,
                fieldSelector,
                resourceVersion,
                resourceVersionMatch,
                size,
                token);
    }

    Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        put(query, "labelSelector", labelSelector);
        put(query, "fieldSelector", fieldSelector);
        put(query, "resourceVersion", resourceVersion);
        put(query, "resourceVersionMatch", resourceVersionMatch);
        put(query, "limit", limit == 0 ? "" : Long.toString(limit));
        put(query, "continue", continueToken);
        return query;
    }

    private static void put(Map<String, List<String>> query, String name, String value) {
        if (!value.isEmpty()) {
            query.put(name, List.of(value));
        }
    }
}
