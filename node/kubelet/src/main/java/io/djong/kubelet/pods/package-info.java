/// The life of pods on this node.
///
/// Start at [PodWorkers], which has a [PodWorker] for each pod; a worker's one question, what to do now, is [PodPlan], a
/// function of what was observed. Starting containers is [ContainerStarter], stopping them [ContainerStops], what ends a
/// pod `Termination`.
///
/// One virtual thread a pod; what takes long (pulls, hooks, stops) runs beside it and wakes it.
@NullMarked
package io.djong.kubelet.pods;

import org.jspecify.annotations.NullMarked;
