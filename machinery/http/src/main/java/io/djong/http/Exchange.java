package io.djong.http;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request and the answer to it. Used by one thread at a time, but for [#isClosed] and [#onClosed].
///
/// Byte arrays handed over for sending are not copied: they must not change afterwards.
public interface Exchange {

    /// In upper case, as sent.
    String method();

    /// The path, percent-decoded; always starts with a slash, but for `OPTIONS *`.
    String path();

    /// The path as sent, still percent-encoded.
    String rawPath();

    /// What follows the question mark, as sent; empty when there is none.
    String rawQuery();

    Query query();

    Headers requestHeaders();

    /// The `Host` header or `:authority`; empty when the client named none.
    String authority();

    InetSocketAddress remote();

    InetSocketAddress local();

    boolean isTls();

    /// What the client presented and proved to own, leaf first; empty without TLS or certificate. Whether somebody
    /// trusted vouches for it depends on [io.djong.http.tls.ClientAuth].
    List<X509Certificate> peerCertificates();

    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2.0`.
    String protocol();

    /// The announced length of the body, or -1 when the client did not say.
    long contentLength();

    /// The whole body.
    ///
    /// @throws BodyTooLargeException when it has more than `maxBytes`
    /// @throws ClosedException when the client went away in the middle
    byte[] readBody(int maxBytes);

    /// The body as it comes in; reading blocks until more is there.
    InputStream bodyStream();

    /// Sends a whole answer and its length. Returns once it is on its way, which is before the client has it all.
    void respond(int status, Headers headers, byte[]... chunks);

    /// Begins an answer whose length is not known yet, or announced as `content-length` in `headers`.
    ResponseStream startResponse(int status, Headers headers);

    /// Whether status and headers of an answer are on their way.
    boolean isAnswered();

    /// Whether the client asks to leave HTTP for `protocol` (`websocket`, `SPDY/3.1`).
    boolean wantsUpgrade(String protocol);

    /// Turns the connection into a WebSocket, speaking the first subprotocol offered by the client that is in
    /// `protocols`; without any offer the subprotocol is empty.
    ///
    /// @throws HttpException when the request is no proper WebSocket request or no subprotocol is shared
    WebSocketConnection acceptWebSocket(List<String> protocols);

    /// Turns the connection into a SPDY/3.1 session in which both sides open streams; `extra` goes into the 101.
    ///
    /// @throws HttpException when the client does not ask for it
    SpdyConnection acceptSpdy(Headers extra);

    /// Answers with `status` (101) and `headers` and hands the bare connection over.
    RawConnection upgradeRaw(int status, Headers headers);

    /// Whether the client has gone or reset the stream, or the answer is complete.
    boolean isClosed();

    /// Runs `action` once, on a virtual thread, as soon as [#isClosed] holds; at once if it does already.
    void onClosed(Runnable action);

    /// The name that the client's TLS asked for; null without TLS or server name indication.
    @Nullable String serverName();
}
