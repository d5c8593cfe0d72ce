/// What a kubelet does when its node runs short: conditions, removal of images, eviction of pods.
///
/// Start at [Pressure]; [Signals] measures, [EvictionRanking] chooses who has to go, [ImageGarbage] and [LocalStorage] free disks.
///
/// One thread looks every ten seconds.
@NullMarked
package io.djong.kubelet.pressure;

import org.jspecify.annotations.NullMarked;
