/// Requests that end at a kubelet, a pod or a service: logs, exec, attach, port-forward, proxy.
///
/// Start at [KubeletProxy], which finds where to go, and [Relay], which carries bytes. The request's own thread carries one
/// direction of a stream; a second thread carries the other.
@NullMarked
package io.djong.apiserver.proxy;

import org.jspecify.annotations.NullMarked;
