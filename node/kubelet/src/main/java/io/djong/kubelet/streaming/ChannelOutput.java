package io.djong.kubelet.streaming;

import io.djong.http.WebSocketConnection;
import java.io.OutputStream;
import java.util.Arrays;

/// One channel of a WebSocket. Its end is the end of the connection, so closing does nothing.
final class ChannelOutput extends OutputStream {

    private final WebSocketConnection connection;
    private final byte[] channel;

    ChannelOutput(WebSocketConnection connection, int channel) {
        this.connection = connection;
        this.channel = new byte[] {(byte) channel};
    }

    @Override
    public void write(int b) {
        connection.sendBinary(channel, new byte[] {(byte) b});
    }

    /// What is sent must not change any more, and the buffer is the caller's.
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > 0) {
            connection.sendBinary(channel, Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
