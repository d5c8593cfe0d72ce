/// Rolls Deployments out through ReplicaSets.
///
/// Start at [DeploymentController]; [RolloutPlan] holds the rules, [RolloutStatus] what is reported, [RevisionAnnotations] the history
/// that `kubectl rollout` reads.
@NullMarked
package io.djong.controllers.deployment;

import org.jspecify.annotations.NullMarked;
