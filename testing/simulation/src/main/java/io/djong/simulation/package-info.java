/// The store under a workload while its disk fails, and checkers that say whether it kept its promises.
///
/// Start at [Simulation]: one seed is one run. [Workload] and [Watcher] are its clients, [FaultDisk] its disk,
/// [History] what was seen; [StoreChecker] and [WatchChecker] judge that afterwards. [Torture] runs many seeds.
///
/// All threads of a run are virtual and, with one carrier, take turns in the same order each time.
@NullMarked
package io.djong.simulation;

import org.jspecify.annotations.NullMarked;
