package io.djong.apiserver.requests;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;

/// The options of a list or watch.
///
/// @param limit 0 for no limit
/// @param timeoutSeconds 0 for the server's own
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list Semantics of resourceVersion
public record ListOptions(
        String labelSelector,
        String fieldSelector,
        String resourceVersion,
        String resourceVersionMatch,
        long limit,
        String continueToken,
        long timeoutSeconds,
        boolean allowBookmarks,
        boolean sendInitialEvents) {

    private static final FieldPath MATCH = FieldPath.of("resourceVersionMatch");

    /// @throws io.djong.meta.ApiException 422 when options contradict each other, 400 when one is malformed
    public static ListOptions of(Parameters query, boolean watch) {
        Long limit = query.number("limit");
        Long timeout = query.number("timeoutSeconds");
        FieldErrors errors = new FieldErrors();
        if (watch) {
            validateWatch(query, errors);
        } else {
            validateList(query, errors);
        }
        errors.throwIfAny(WriteOptions.META_GROUP, "ListOptions", "");
        return new ListOptions(
                query.text("labelSelector"),
                query.text("fieldSelector"),
                query.text("resourceVersion"),
                query.text("resourceVersionMatch"),
                limit == null ? 0 : Math.max(limit, 0),
                query.text("continue"),
                timeout == null ? 0 : Math.max(timeout, 0),
                query.flag("allowWatchBookmarks"),
                query.flag("sendInitialEvents"));
    }

    private static void validateList(Parameters query, FieldErrors errors) {
        String match = query.text("resourceVersionMatch");
        String version = query.text("resourceVersion");
        if (!match.isEmpty()) {
            if (version.isEmpty()) {
                errors.forbidden(
                        MATCH,
                        "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }
            if (!query.text("continue").isEmpty()) {
                errors.forbidden(
                        MATCH, "resourceVersionMatch is forbidden when continue is provided");
            }
            if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
                errors.notSupported(MATCH, match, "Exact", "NotOlderThan", "");
            }
            if (match.equals("Exact") && version.equals("0")) {
                errors.forbidden(
                        MATCH,
                        "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }
        if (query.has("sendInitialEvents")) {
            errors.forbidden(
                    FieldPath.of("sendInitialEvents"), "sendInitialEvents is forbidden for list");
        }
    }

    private static void validateWatch(Parameters query, FieldErrors errors) {
        String match = query.text("resourceVersionMatch");
        boolean initial = query.has("sendInitialEvents");
        if (!match.isEmpty() && !initial) {
            errors.forbidden(
                    MATCH,
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
        if (initial && !match.equals("NotOlderThan")) {
            errors.forbidden(
                    MATCH,
                    "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!match.isEmpty() && !match.equals("NotOlderThan")) {
            errors.notSupported(MATCH, match, "NotOlderThan");
        }
        if (!query.text("continue").isEmpty()) {
            errors.forbidden(MATCH, "resourceVersionMatch is forbidden when continue is provided");
        }
    }
}
