/// HTTP server and client: HTTP/1.1 and HTTP/2 over TLS, WebSocket, SPDY/3.1, raw upgrades.
///
/// Start at [HttpServer] and [Exchange]; for calling out, at [HttpClient]. What HTTP/1.1 and HTTP/2 share is `Outbox`
/// (towards the wire), `SendWindow` and `BodyPipe` (back-pressure both ways).
///
/// One or two event loop threads move bytes. Everything that waits (handlers, bodies, WebSocket and SPDY framing)
/// runs on virtual threads, one for each request or upgraded connection.
@NullMarked
package io.djong.http;

import org.jspecify.annotations.NullMarked;
