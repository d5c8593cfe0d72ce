package io.djong.apiserver.resources.rbac;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;

/// Roles and ClusterRoles.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole Roles
final class RoleResource implements KindRules {

    private final boolean namespaced;

    RoleResource(boolean namespaced) {
        this.namespaced = namespaced;
    }

    @Override
    public Names.Rule nameRule() {
        return Names.Rule.PATH_SEGMENT;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        RbacValidation.role(object, namespaced, errors);
    }
}
