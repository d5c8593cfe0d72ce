package io.djong.apiserver.resources.rbac;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.validation.Names;

/// Roles and ClusterRoles.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole Roles
final class RoleResource implements KindRules {

    @Override
    public Names.Rule nameRule() {
        return Names.Rule.PATH_SEGMENT;
    }
}
