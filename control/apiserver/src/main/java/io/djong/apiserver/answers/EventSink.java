package io.djong.apiserver.answers;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.ResponseStream;
import io.djong.http.WebSocketConnection;
import io.djong.http.WebSocketMessage;
import io.djong.meta.Threads;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where the events of one watch go: the body of an answer, or messages of a WebSocket for clients that ask for one.
sealed interface EventSink extends AutoCloseable {

    /// @param frame one whole event
    void write(byte[] frame);

    void flush();

    boolean isClosed();

    @Override
    void close();

    /// @param onClosed runs once the client has gone
    static EventSink of(
            Exchange exchange, Headers headers, String type, Threads threads, Runnable onClosed) {
        if (exchange.wantsUpgrade("websocket")) {
            boolean isBinary = type.contains("protobuf");
            Messages sink = new Messages(exchange.acceptWebSocket(List.of()), isBinary);
            threads.start("websocket-watch", () -> sink.awaitEnd(onClosed));
            return sink;
        }
        ResponseStream stream = exchange.startResponse(200, headers.plus("Content-Type", type));
        stream.onClosed(onClosed);
        return new Body(stream);
    }

    record Body(ResponseStream stream) implements EventSink {

        @Override
        public void write(byte[] frame) {
            stream.write(frame);
        }

        @Override
        public void flush() {
            stream.flush();
        }

        @Override
        public boolean isClosed() {
            return stream.isClosed();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /// An event a message: text for JSON, binary for protobuf.
    record Messages(WebSocketConnection socket, boolean isBinary) implements EventSink {

        /// A message says itself how long it is.
        private static final int LENGTH_PREFIX = 4;

        void awaitEnd(Runnable onClosed) {
            while (!(socket.receive() instanceof WebSocketMessage.Closed)) {
                // What a client says is of no interest, as upstream.
            }
            onClosed.run();
        }

        @Override
        public void write(byte[] frame) {
            if (isBinary) {
                socket.sendBinary(frame, LENGTH_PREFIX, frame.length - LENGTH_PREFIX);
            } else {
                socket.sendText(new String(frame, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void flush() {}

        @Override
        public boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
