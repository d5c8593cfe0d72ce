/// What a pod's status says, and how it gets to the API.
///
/// Start at [PodStatuses], a function of the spec, what the runtime has and what probes said; [StatusWriter] sends it.
/// Reasons, messages and order of conditions are upstream's.
///
/// One thread at a time writes a pod's status.
@NullMarked
package io.djong.kubelet.status;

import org.jspecify.annotations.NullMarked;
