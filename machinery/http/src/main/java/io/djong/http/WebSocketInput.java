package io.djong.http;

import java.io.IOException;
import java.io.InputStream;

/// The binary messages of a WebSocket, one behind the other. Confined to the thread that reads.
final class WebSocketInput extends InputStream {

    private final WebSocketConnection socket;
    private byte[] message = new byte[0];
    private int at;

    WebSocketInput(WebSocketConnection socket) {
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == message.length && length > 0) {
            switch (socket.receive()) {
                case WebSocketMessage.Binary(byte[] bytes) -> {
                    message = bytes;
                    at = 0;
                }
                case WebSocketMessage.Text _ ->
                        throw new IOException("websocket: text in a stream of bytes");
                case WebSocketMessage.Closed(int code, String reason) -> {
                    if (code == WebSocketMessage.Closed.ABNORMAL) {
                        throw new IOException("websocket: connection has gone " + reason);
                    }
                    return -1;
                }
            }
        }
        int count = Math.min(length, message.length - at);
        System.arraycopy(message, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return message.length - at;
    }
}
