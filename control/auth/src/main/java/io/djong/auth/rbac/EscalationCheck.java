package io.djong.auth.rbac;

import io.djong.api.rbac.v1.ClusterRole;
import io.djong.api.rbac.v1.PolicyRule;
import io.djong.api.rbac.v1.RoleRef;
import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Nobody hands out what he does not hold, unless he may `escalate` (roles) or `bind` (bindings).
///
/// To be asked after mutating admission and before validation, for every create and update of the four kinds. The
/// texts are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping Privilege escalation prevention
public final class EscalationCheck {

    private final RbacAuthorizer rbac;
    private final Authorizer authorizer;

    /// @param authorizer the whole of them: any may grant `escalate` and `bind`
    public EscalationCheck(RbacAuthorizer rbac, Authorizer authorizer) {
        this.rbac = rbac;
        this.authorizer = authorizer;
    }

    /// Checks a role or binding that a user writes.
    ///
    /// @param resource `roles`, `clusterroles`, `rolebindings` or `clusterrolebindings`; others pass
    /// @param namespace "" for the cluster's own
    /// @param old the stored object, or null when it is created
    public void check(
            UserInfo user, String resource, String namespace, Fields object, @Nullable Fields old) {
        if (user.isIn(UserInfo.MASTERS) || (old != null && changesForCollectionOnly(object, old))) {
            return;
        }
        switch (resource) {
            case "roles", "clusterroles" -> checkRole(user, resource, namespace, object, old);
            case "rolebindings", "clusterrolebindings" ->
                    checkBinding(user, resource, namespace, object);
            default -> {}
        }
    }

    /// The garbage collector has to release objects whatever they grant.
    private static boolean changesForCollectionOnly(Fields object, Fields old) {
        return withoutCollectionFields(object).equals(withoutCollectionFields(old))
                && !object.equals(old);
    }

    private static Fields withoutCollectionFields(Fields object) {
        Fields metadata =
                object.fields("metadata")
                        .without("ownerReferences")
                        .without("finalizers")
                        .without("managedFields");
        return object.with("metadata", metadata);
    }

    private void checkRole(
            UserInfo user, String resource, String namespace, Fields object, @Nullable Fields old) {
        ClusterRole role = new ClusterRole(object);
        if (mayDo(user, "escalate", resource, namespace, role.name())) {
            return;
        }
        if (resource.equals("clusterroles")
                && (role.aggregationRule() != null
                        || (old != null && new ClusterRole(old).aggregationRule() != null))
                && missing(user, namespace, Rule.EVERYTHING).isPresent()) {
            throw forbidden(
                    resource,
                    role.name(),
                    "must have cluster-admin privileges to use the aggregationRule");
        }
        List<PolicyRule> rules = role.rules();
        missing(user, namespace, Rule.of(rules))
                .ifPresent(text -> {
                    throw forbidden(resource, role.name(), text);
                });
    }

    private void checkBinding(UserInfo user, String resource, String namespace, Fields object) {
        RoleRef role = new RoleRef(object.fields("roleRef"));
        String target = role.kind().equals("Role") ? "roles" : "clusterroles";
        if (mayDo(user, "bind", target, namespace, role.name())) {
            return;
        }
        List<Rule> rules =
                rbac.rulesOf(role, namespace)
                        .orElseThrow(() ->
                                new ApiException(
                                        Failure.about(
                                                Reason.NOT_FOUND,
                                                Grants.GROUP,
                                                resource,
                                                role.name(),
                                                "%s.%s \"%s\" not found"
                                                        .formatted(
                                                                resource,
                                                                Grants.GROUP,
                                                                role.name()))));
        missing(user, namespace, rules)
                .ifPresent(text -> {
                    throw forbidden(resource, object.fields("metadata").string("name"), text);
                });
    }

    private boolean mayDo(
            UserInfo user, String verb, String resource, String namespace, String name) {
        return authorizer
                .authorize(
                        Attributes.resource(user, verb, Grants.GROUP, resource)
                                .in(namespace)
                                .withName(name))
                .isAllowed();
    }

    private static ApiException forbidden(String resource, String name, String why) {
        return new ApiException(Failure.forbidden(Grants.GROUP, resource, name, why));
    }

    /// What is missing for handing out `rules`, as text; empty when nothing is.
    private Optional<String> missing(UserInfo user, String namespace, List<Rule> rules) {
        RbacAuthorizer.RulesOfUser held = rbac.rulesFor(user, namespace);
        List<Rule> uncovered =
                rules.stream()
                        .flatMap(rule -> rule.pieces().stream())
                        .filter(piece ->
                                held.rules().stream().noneMatch(rule -> rule.covers(piece)))
                        .toList();
        if (uncovered.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> lines = new TreeSet<>();
        compact(uncovered).forEach(rule -> lines.add(rule.text()));
        String text =
                "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s"
                        .formatted(
                                user.name(), Rule.quoted(user.groups()), String.join("\n", lines));
        return Optional.of(
                held.error().isEmpty()
                        ? text
                        : text + "; resolution errors: [" + held.error() + "]");
    }

    /// Pieces of the same group, resource and name as one rule with all their verbs.
    private static List<Rule> compact(List<Rule> pieces) {
        Map<List<List<String>>, List<String>> verbs = new LinkedHashMap<>();
        List<Rule> compacted = new ArrayList<>();
        for (Rule piece : pieces) {
            if (!piece.urls().isEmpty()) {
                compacted.add(piece);
                continue;
            }
            verbs.computeIfAbsent(
                            List.of(piece.groups(), piece.resources(), piece.names()),
                            _ -> new ArrayList<>())
                    .addAll(piece.verbs());
        }
        verbs.forEach((key, all) ->
                compacted.add(new Rule(all, key.get(0), key.get(1), key.get(2), List.of())));
        return compacted;
    }
}
