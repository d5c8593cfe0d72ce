package io.djong.auth;

import io.djong.meta.UserInfo;
import java.util.ArrayList;
import java.util.List;

/// The authorizers that need nothing, and how several become one.
public final class Authorizers {

    /// `AlwaysAllow`.
    public static final Authorizer ALWAYS_ALLOW = _ -> Decision.allow("");

    /// `AlwaysDeny`, which upstream gives no opinion.
    public static final Authorizer ALWAYS_DENY =
            _ -> Decision.noOpinion("Everything is forbidden.");

    /// Lets the group of cluster administrators do everything, whatever other authorizers say.
    ///
    /// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles system:masters
    public static final Authorizer SYSTEM_MASTERS =
            attributes ->
                    attributes.user().isIn(UserInfo.MASTERS)
                            ? Decision.allow("")
                            : Decision.NO_OPINION;

    private Authorizers() {}

    /// Asks each in turn: the first that allows or denies decides; the reasons of those without an opinion are joined.
    public static Authorizer union(List<Authorizer> authorizers) {
        List<Authorizer> fixed = List.copyOf(authorizers);
        return attributes -> {
            StringBuilder reasons = new StringBuilder();
            List<String> errors = new ArrayList<>();
            for (Authorizer authorizer : fixed) {
                Decision decision = authorizer.authorize(attributes);
                if (decision.verdict() != Decision.Verdict.NO_OPINION) {
                    return decision;
                }
                if (!decision.reason().isEmpty()) {
                    reasons.append(reasons.isEmpty() ? "" : "\n").append(decision.reason());
                }
                if (!decision.error().isEmpty()) {
                    errors.add(decision.error());
                }
            }
            return Decision.noOpinion(reasons.toString()).withError(joined(errors));
        };
    }

    /// One text, or several in brackets, as upstream joins errors.
    private static String joined(List<String> errors) {
        return errors.size() < 2 ? String.join("", errors) : "[" + String.join(", ", errors) + "]";
    }
}
