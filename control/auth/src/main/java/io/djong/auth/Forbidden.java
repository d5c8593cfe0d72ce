package io.djong.auth;

import io.djong.meta.Failure;
import io.djong.meta.Reason;

/// Words the refusal of an unauthorized request as Kubernetes 1.36 does.
public final class Forbidden {

    private Forbidden() {}

    /// `pods "x" is forbidden: User "alice" cannot get resource "pods" in API group "" in the namespace "y": why`.
    ///
    /// @param reason the authorizer's, or ""
    public static Failure failure(Attributes attributes, String reason) {
        String message = message(attributes);
        if (!reason.isEmpty()) {
            message += ": " + reason;
        }
        if (!attributes.isResourceRequest()) {
            return Failure.about(Reason.FORBIDDEN, "", "", "", "forbidden: " + message);
        }
        return Failure.forbidden(
                attributes.group(), attributes.resource(), attributes.name(), message);
    }

    static String message(Attributes attributes) {
        String user = quote(attributes.user().name());
        if (!attributes.isResourceRequest()) {
            return "User %s cannot %s path %s"
                    .formatted(user, attributes.verb(), quote(attributes.path()));
        }
        String what =
                "User %s cannot %s resource %s in API group %s"
                        .formatted(
                                user,
                                attributes.verb(),
                                quote(attributes.combinedResource()),
                                quote(attributes.group()));
        return attributes.namespace().isEmpty()
                ? what + " at the cluster scope"
                : what + " in the namespace " + quote(attributes.namespace());
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
