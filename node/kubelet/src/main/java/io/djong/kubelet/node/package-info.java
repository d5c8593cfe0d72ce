/// The node as an object of the API: what it is, how it is, and that it lives.
///
/// Start at [NodeReporter]; [NodeFacts] reads the machine, [NodeStatuses] makes a status of it.
///
/// One thread for the status, one for the lease.
@NullMarked
package io.djong.kubelet.node;

import org.jspecify.annotations.NullMarked;
