/// Keeps as many pods as a ReplicaSet, or a ReplicationController, asks for.
///
/// Start at [ReplicaSetController].
@NullMarked
package io.djong.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
