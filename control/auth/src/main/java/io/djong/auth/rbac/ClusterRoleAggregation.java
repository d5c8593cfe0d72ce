package io.djong.auth.rbac;

import io.djong.api.Selectors;
import io.djong.api.rbac.v1.ClusterRole;
import io.djong.api.rbac.v1.PolicyRule;
import io.djong.meta.LabelSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Computes the rules of roles that are made of other roles.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles Aggregated ClusterRoles
public final class ClusterRoleAggregation {

    private ClusterRoleAggregation() {}

    /// The role with the rules it should have now; empty when it has them already, or aggregates nothing.
    ///
    public static Optional<ClusterRole> aggregate(ClusterRole role, Collection<ClusterRole> all) {
        var rule = role.aggregationRule();
        if (rule == null) {
            return Optional.empty();
        }
        List<ClusterRole> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(ClusterRole::name));
        Set<PolicyRule> rules = new LinkedHashSet<>();
        for (var gathered : rule.clusterRoleSelectors()) {
            LabelSelector selector = Selectors.of(gathered);
            for (ClusterRole other : sorted) {
                if (!other.name().equals(role.name()) && selector.matches(other.labels())) {
                    rules.addAll(other.rules());
                }
            }
        }
        List<PolicyRule> wanted = List.copyOf(rules);
        return wanted.equals(List.copyOf(role.rules()))
                ? Optional.empty()
                : Optional.of(role.withRules(wanted));
    }
}
