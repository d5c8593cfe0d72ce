/// The agent of a node: runs the pods that the API binds to it and tells how they are.
///
/// Start at [Kubelet], which builds the parts in order. The life of a pod is in `pods`, what is asked of the runtime in
/// `containers`, what is told to the API in `status`, `events` and `node`, what others ask of the kubelet in `server`.
@NullMarked
package io.djong.kubelet;

import org.jspecify.annotations.NullMarked;
