package io.djong.auth.loops;

import io.djong.api.rbac.v1.ClusterRole;
import io.djong.auth.rbac.ClusterRoleAggregation;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Informers;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.meta.ObjectKey;

/// Keeps the rules of aggregated roles equal to the sum of those they gather. Keys are cluster roles.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles Aggregated ClusterRoles
public final class ClusterRoleAggregationController implements Reconciler<ObjectKey> {

    public static final String NAME = "clusterrole-aggregation-controller";

    private static final int WORKERS = 1;

    private final Lister<ClusterRole> roles;
    private final Client client;

    private ClusterRoleAggregationController(Lister<ClusterRole> roles, Client client) {
        this.roles = roles;
        this.client = client;
    }

    public static Controller<ObjectKey> create(
            Controller.Builder<ObjectKey> builder, Informers informers) {
        Lister<ClusterRole> roles = informers.of(ClusterRole.KIND);
        Watches watches =
                Watches.none()
                        .and(
                                ClusterRole.KIND,
                                _ ->
                                        roles.all().stream()
                                                .filter(role -> role.aggregationRule() != null)
                                                .map(ClusterRole::key)
                                                .toList());
        return builder.build(
                new ClusterRoleAggregationController(roles, builder.client()), watches, WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        roles.find(key)
                .flatMap(role -> ClusterRoleAggregation.aggregate(role, roles.all()))
                .ifPresent(client::update);
        return Outcome.settled();
    }
}
