/// Pods in the runtime's terms: what is observed there, and how sandboxes and containers are asked for.
///
/// Start at [ObservedPod], read by [Observer]; [SandboxConfigs] and [ContainerConfigs] turn a pod's spec into
/// what CRI takes, with a file for each part: environment, mounts, security, resources, names.
///
/// No threads; called by the pods' workers.
@NullMarked
package io.djong.kubelet.containers;

import org.jspecify.annotations.NullMarked;
