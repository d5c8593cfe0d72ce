/// Gives pods their addresses and their way out of the node.
///
/// Start at [PodNetwork]: it writes the CNI configuration that containerd runs for each pod (a bridge, addresses from the node's range)
/// and the masquerading of traffic that leaves the pods' range. No threads.
@NullMarked
package io.djong.podnet;

import org.jspecify.annotations.NullMarked;
