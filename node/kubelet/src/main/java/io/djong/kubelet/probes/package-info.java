/// Probes: asking containers how they are, again and again.
///
/// Start at [PodProbes], one a pod, which keeps a [ProbeLoop] for each probe of each running container; [Prober] asks once,
/// by [HttpProber], TCP, gRPC ([GrpcHealth]) or a command.
///
/// One virtual thread a probe.
@NullMarked
package io.djong.kubelet.probes;

import org.jspecify.annotations.NullMarked;
