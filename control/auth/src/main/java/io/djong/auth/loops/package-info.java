/// The control loops of access: roles that gather others, and requests for certificates.
///
/// Start at [ClusterRoleAggregationController] and [CertificateController]. They live here and not with the other
/// controllers, because they need what only this module has: the rules of roles, and the authority's key.
@NullMarked
package io.djong.auth.loops;

import org.jspecify.annotations.NullMarked;
