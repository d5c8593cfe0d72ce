/// The volumes of pods: what is mounted into containers, and kept up to date while they run.
///
/// Start at [PodVolumes], which mounts and unmounts a pod's volumes through one [VolumePlugin] each (`plugins`).
/// Where everything lies on disk says what is mounted, so nothing has to be remembered over a restart.
///
/// No threads but those of [ObjectWatches]; calls block and are made by the pod's own worker.
@NullMarked
package io.djong.volumes;

import org.jspecify.annotations.NullMarked;
