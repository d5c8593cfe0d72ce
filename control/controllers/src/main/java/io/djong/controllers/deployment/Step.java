package io.djong.controllers.deployment;

import io.djong.api.apps.v1.DeploymentStatus;
import io.djong.api.apps.v1.ReplicaSet;

/// One thing to do for a Deployment.
sealed interface Step {

    /// Makes the ReplicaSet of the current template.
    record CreateReplicaSet(ReplicaSet set) implements Step {}

    /// Changes annotations or `minReadySeconds`.
    record UpdateReplicaSet(ReplicaSet set) implements Step {}

    /// @param set as it should be
    /// @param from its replicas before; equal to those wanted when only annotations change
    record Scale(ReplicaSet set, int from) implements Step {}

    record DeleteReplicaSet(ReplicaSet set) implements Step {}

    /// Notes the current revision on the Deployment.
    record SetRevision(String revision) implements Step {}

    record Report(DeploymentStatus status) implements Step {}
}
