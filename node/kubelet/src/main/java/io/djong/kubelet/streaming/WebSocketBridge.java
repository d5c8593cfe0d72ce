package io.djong.kubelet.streaming;

import io.djong.http.ClosedException;
import io.djong.http.Headers;
import io.djong.http.SpdyConnection;
import io.djong.http.SpdyStream;
import io.djong.http.WebSocketConnection;
import io.djong.http.WebSocketMessage;
import io.djong.meta.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Translates exec and attach between a client's WebSocket and the runtime's SPDY.
///
/// The first byte of each message names a channel. In version 5 the channel 255 says which one has ended, so that a command
/// learns of the end of its input.
///
/// Shape: one thread reads the client, one a channel reads the runtime.
///
/// @spec https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/4006-transition-spdy-to-websockets KEP-4006
final class WebSocketBridge {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int RESIZE = 4;
    private static final int END = 255;

    private final WebSocketConnection client;
    private final SpdyConnection runtime;
    private final Threads threads;

    WebSocketBridge(WebSocketConnection client, SpdyConnection runtime, Threads threads) {
        this.client = client;
        this.runtime = runtime;
        this.threads = threads;
    }

    /// Which of a command's streams are wanted.
    record Wanted(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

    /// Returns when the command has ended, or the client has gone.
    void run(Wanted wanted) throws InterruptedException {
        Map<Integer, OutputStream> toRuntime = new HashMap<>();
        List<Thread> fromRuntime = new ArrayList<>();
        fromRuntime.add(forward(ERROR, open("error")));
        if (wanted.stdin()) {
            toRuntime.put(STDIN, open("stdin").out());
        }
        if (wanted.stdout()) {
            fromRuntime.add(forward(STDOUT, open("stdout")));
        }
        if (wanted.stderr() && !wanted.tty()) {
            fromRuntime.add(forward(STDERR, open("stderr")));
        }
        if (wanted.tty()) {
            toRuntime.put(RESIZE, open("resize").out());
        }
        // Tells the client that it is connected.
        client.sendBinary(new byte[] {(byte) (wanted.stdout() ? STDOUT : ERROR)});
        threads.start("websocket-in", () -> receive(toRuntime));
        for (Thread thread : fromRuntime) {
            thread.join();
        }
        client.close();
        runtime.close();
    }

    private SpdyStream open(String type) throws InterruptedException {
        return runtime.open(Headers.of("streamtype", type));
    }

    private Thread forward(int channel, SpdyStream stream) {
        return threads.start(
                "websocket-out", new Pump(stream.in(), new ChannelOutput(client, channel)));
    }

    private void receive(Map<Integer, OutputStream> toRuntime) {
        try {
            while (true) {
                switch (client.receive()) {
                    case WebSocketMessage.Binary(byte[] bytes) -> receive(bytes, toRuntime);
                    case WebSocketMessage.Text _ -> {}
                    case WebSocketMessage.Closed _ -> {
                        runtime.close();
                        return;
                    }
                }
            }
        } catch (IOException | ClosedException _) {
            // The runtime has ended; the client hears of it from those who read the runtime.
        }
    }

    private static void receive(byte[] bytes, Map<Integer, OutputStream> toRuntime)
            throws IOException {
        if (bytes.length == 0) {
            return;
        }
        int channel = bytes[0] & 0xff;
        if (channel == END && bytes.length > 1) {
            OutputStream ended = toRuntime.remove(bytes[1] & 0xff);
            if (ended != null) {
                ended.close();
            }
            return;
        }
        OutputStream out = toRuntime.get(channel);
        if (out != null) {
            out.write(bytes, 1, bytes.length - 1);
            out.flush();
        }
    }
}
