/// Watches over nodes: tells when one is lost, moves pods off it, and gives nodes their addresses.
///
/// Start at [NodeLifecycleController] (conditions and taints by heartbeat), [TaintEvictionController] (pods leave tainted nodes),
/// [PodGarbageCollector] (pods that nobody else removes).
@NullMarked
package io.djong.controllers.node;

import org.jspecify.annotations.NullMarked;
