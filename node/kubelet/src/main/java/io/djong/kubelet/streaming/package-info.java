/// Exec, attach and port-forward: bytes between a client and the runtime's streaming server.
///
/// Start at [Streaming]. The runtime speaks SPDY/3.1; clients speak it too, and then [SpdyMirror] passes every stream on as it
/// is, or WebSocket, which [WebSocketBridge] translates.
///
/// Two virtual threads a stream, one a direction.
@NullMarked
package io.djong.kubelet.streaming;

import org.jspecify.annotations.NullMarked;
