/// The rules of the kinds of the group `rbac.authorization.k8s.io`, one file a kind. Start at [RbacResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.rbac;

import org.jspecify.annotations.NullMarked;
