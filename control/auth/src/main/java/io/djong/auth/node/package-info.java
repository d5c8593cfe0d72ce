/// What kubelets may do: only what concerns their own node and the pods on it.
///
/// Start at [NodeAuthorizer]. It computes each answer from the pods of the node; there is no graph to keep up to date.
@NullMarked
package io.djong.auth.node;

import org.jspecify.annotations.NullMarked;
