package io.djong.http;

/// A WebSocket, from either end. One thread receives; any number of threads send, each message whole.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6455 The WebSocket Protocol
public interface WebSocketConnection extends AutoCloseable {

    /// The agreed subprotocol, such as `v5.channel.k8s.io`; empty when none was agreed.
    String subprotocol();

    /// Waits for the next whole message; pings are answered on the way. After [WebSocketMessage.Closed] comes the same again.
    WebSocketMessage receive();

    void sendText(String text);

    /// Sends one binary message made of all `parts`.
    void sendBinary(byte[]... parts);

    void sendBinary(byte[] bytes, int offset, int length);

    void ping(byte[] payload);

    /// Sends a close frame and ends the connection after the other side's, or soon.
    void close(int code, String reason);

    /// Closes normally.
    @Override
    void close();

    boolean isClosed();

    /// The binary messages as one stream of bytes in both directions, text messages refused: what tunnels SPDY.
    RawConnection asRaw();
}
