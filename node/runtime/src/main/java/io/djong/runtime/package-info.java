/// The container runtime of a node: a managed containerd, and what a kubelet says to it.
///
/// Start at [Cri], which is the runtime as the kubelet sees it; [CriClient] speaks it over a Unix socket to
/// any CRI v1 runtime, and [ManagedContainerd] runs one of our own. [Images] fills it with images, [Cgroups]
/// keeps the pod-level control groups, and `io.djong.runtime.logs` reads what containers wrote.
///
/// Calls block and are meant for virtual threads. The supervisor of containerd is the only thread kept here.
@NullMarked
package io.djong.runtime;

import org.jspecify.annotations.NullMarked;
