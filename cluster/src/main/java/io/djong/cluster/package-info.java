/// Builds the parts of a cluster in order, starts them, and stops them.
///
/// Start at [Main] and [Cluster]. What the user asked for is a [ClusterConfig]; nothing reads options after it is built.
@NullMarked
package io.djong.cluster;

import org.jspecify.annotations.NullMarked;
