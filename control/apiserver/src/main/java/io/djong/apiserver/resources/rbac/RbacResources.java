package io.djong.apiserver.resources.rbac;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `rbac.authorization.k8s.io` that have rules of their own, in alphabetical order.
public final class RbacResources {

    public static final KindList RULES =
            KindList.of("rbac.authorization.k8s.io")
                    .kind("ClusterRole", new RoleResource(false))
                    .kind("ClusterRoleBinding", new RoleBindingResource(false))
                    .kind("Role", new RoleResource(true))
                    .kind("RoleBinding", new RoleBindingResource(true));

    private RbacResources() {}
}
