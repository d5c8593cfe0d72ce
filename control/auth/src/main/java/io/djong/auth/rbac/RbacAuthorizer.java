package io.djong.auth.rbac;

import io.djong.api.rbac.v1.ClusterRole;
import io.djong.api.rbac.v1.ClusterRoleBinding;
import io.djong.api.rbac.v1.PolicyRule;
import io.djong.api.rbac.v1.Role;
import io.djong.api.rbac.v1.RoleBinding;
import io.djong.api.rbac.v1.RoleRef;
import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.auth.Decision;
import io.djong.auth.Users;
import io.djong.client.Lookup;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Allows what roles allow to those who are bound to them.
///
/// Snapshot: the first question after a change builds [Grants] anew, all others read it without a lock. Changes come in
/// bursts (a Helm chart brings dozens), questions in thousands a second.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/ Using RBAC Authorization
public final class RbacAuthorizer implements Authorizer {

    private record Snapshot(long version, Grants grants) {}

    private final Lookup<Role> roles;
    private final Lookup<RoleBinding> roleBindings;
    private final Lookup<ClusterRole> clusterRoles;
    private final Lookup<ClusterRoleBinding> clusterRoleBindings;

    private final AtomicLong version = new AtomicLong();
    private volatile Snapshot snapshot =
            new Snapshot(-1, new Grants(List.of(), List.of(), List.of(), List.of()));

    public RbacAuthorizer(
            Lookup<Role> roles,
            Lookup<RoleBinding> roleBindings,
            Lookup<ClusterRole> clusterRoles,
            Lookup<ClusterRoleBinding> clusterRoleBindings) {
        this.roles = roles;
        this.roleBindings = roleBindings;
        this.clusterRoles = clusterRoles;
        this.clusterRoleBindings = clusterRoleBindings;
    }

    /// To be called after any role or binding was created, changed or deleted, once the lookups show it.
    public void changed() {
        version.incrementAndGet();
    }

    @Override
    public Decision authorize(Attributes attributes) {
        Set<String> missing = new LinkedHashSet<>();
        for (Grants.Grant grant : grants().of(attributes.user(), attributes.namespace())) {
            for (Rule rule : grant.rules()) {
                if (rule.allows(attributes)) {
                    return Decision.allow(grant.origin());
                }
            }
            if (grant.missing() != null) {
                missing.add(grant.missing());
            }
        }
        return missing.isEmpty()
                ? Decision.NO_OPINION
                : Decision.noOpinion("RBAC: " + aggregate(missing));
    }

    /// One text, or several in brackets, as upstream joins errors.
    private static String aggregate(Set<String> errors) {
        return errors.size() == 1
                ? errors.iterator().next()
                : "[" + String.join(", ", errors) + "]";
    }

    /// All that a user may do in a namespace, and what could not be found out.
    RulesOfUser rulesFor(UserInfo user, String namespace) {
        List<Rule> rules = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        for (Grants.Grant grant : grants().of(user, namespace)) {
            rules.addAll(grant.rules());
            if (grant.missing() != null) {
                missing.add(grant.missing());
            }
        }
        return new RulesOfUser(rules, missing.isEmpty() ? "" : aggregate(missing));
    }

    /// The status of a `SelfSubjectRulesReview`.
    public Fields review(UserInfo user, String namespace) {
        RulesOfUser held = rulesFor(user, namespace);
        List<Fields> resources = new ArrayList<>();
        List<Fields> urls = new ArrayList<>();
        for (Rule rule : held.rules()) {
            (rule.urls().isEmpty() ? resources : urls).add(rule.document());
        }
        boolean isNode = Users.isNode(user);
        Fields.Builder status =
                Fields.builder()
                        .add("resourceRules", List.copyOf(resources))
                        .add("nonResourceRules", List.copyOf(urls))
                        .add("incomplete", isNode || !held.error().isEmpty());
        List<String> errors = new ArrayList<>();
        if (isNode) {
            errors.add("node authorizer does not support user rule resolution");
        }
        if (!held.error().isEmpty()) {
            errors.add(held.error());
        }
        if (!errors.isEmpty()) {
            status.add("evaluationError", String.join(", ", errors));
        }
        return status.build();
    }

    /// Whether rules of a role, whoever has it, allow what is asked.
    public static Predicate<Attributes> allowing(List<PolicyRule> rules) {
        List<Rule> fixed = Rule.of(rules);
        return asked -> fixed.stream().anyMatch(rule -> rule.allows(asked));
    }

    /// @param error "" when complete
    record RulesOfUser(List<Rule> rules, String error) {}

    /// The rules of the role that a binding in that namespace means; empty when there is no such role.
    Optional<List<Rule>> rulesOf(RoleRef role, String namespace) {
        return Optional.ofNullable(grants().find(role, namespace));
    }

    private Grants grants() {
        Snapshot current = snapshot;
        long wanted = version.get();
        return current.version() >= wanted ? current.grants() : rebuild();
    }

    private synchronized Grants rebuild() {
        long wanted = version.get();
        if (snapshot.version() < wanted) {
            snapshot =
                    new Snapshot(
                            wanted,
                            new Grants(
                                    roles.list(""),
                                    roleBindings.list(""),
                                    clusterRoles.list(""),
                                    clusterRoleBindings.list("")));
        }
        return snapshot.grants();
    }
}
