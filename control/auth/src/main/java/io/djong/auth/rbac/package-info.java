/// Roles and who has them.
///
/// Start at [RbacAuthorizer], which asks an immutable [Grants] snapshot. [EscalationCheck] guards writes of roles and
/// bindings, [BootstrapPolicy] holds what every cluster begins with.
@NullMarked
package io.djong.auth.rbac;

import org.jspecify.annotations.NullMarked;
