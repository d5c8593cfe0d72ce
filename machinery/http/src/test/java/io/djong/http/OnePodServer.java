package io.djong.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.djong.meta.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// As much of an API server as kubectl needs to run `cat` in the pod `web`, and to reach its ports.
final class OnePodServer implements HttpHandler {

    private static final String V5 = "v5.channel.k8s.io";
    private static final String V4 = "v4.channel.k8s.io";
    private static final String PORT_FORWARD = "portforward.k8s.io";
    private static final byte[] SUCCESS =
            "{\"metadata\":{},\"status\":\"Success\"}".getBytes(UTF_8);

    private static final Map<String, String> DOCUMENTS =
            Map.of(
                    "/api",
                    "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}",
                    "/apis",
                    "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}",
                    "/api/v1",
                    """
                    {"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods",
                     "singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"]}]}
                    """,
                    "/api/v1/namespaces/default/pods/web",
                    """
                    {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"default"},
                     "spec":{"containers":[{"name":"c","image":"i"}]},"status":{"phase":"Running"}}
                    """);

    private final ConcurrentLinkedQueue<String> transports = new ConcurrentLinkedQueue<>();
    private final AtomicInteger openSessions = new AtomicInteger();

    /// By which protocols sessions came in.
    List<String> transports() {
        return List.copyOf(transports);
    }

    int openSessions() {
        return openSessions.get();
    }

    @Override
    public void handle(Exchange exchange) throws Exception {
        String document = DOCUMENTS.get(exchange.path());
        if (document != null) {
            exchange.respond(
                    200, Headers.of("Content-Type", "application/json"), document.getBytes(UTF_8));
        } else if (exchange.path().equals("/watch")) {
            try (ResponseStream out = exchange.startResponse(200, Headers.of())) {
                for (int i = 0; i < 100; i++) {
                    out.write((exchange.protocol() + "\n").getBytes(UTF_8));
                    out.flush();
                }
            }
        } else if (exchange.path().endsWith("/exec")) {
            exec(exchange);
        } else if (exchange.path().endsWith("/portforward")) {
            forward(exchange);
        } else {
            exchange.respond(404, Headers.of());
        }
    }

    private void exec(Exchange exchange) throws Exception {
        if (exchange.wantsUpgrade("websocket")) {
            transports.add("websocket");
            execOver(exchange.acceptWebSocket(List.of(V5)));
            return;
        }
        transports.add("SPDY/3.1");
        try (SpdyConnection spdy =
                exchange.acceptSpdy(Headers.of("X-Stream-Protocol-Version", V4))) {
            Map<String, SpdyStream> streams = new HashMap<>();
            while (streams.size() < 4) {
                SpdyStream stream = java.util.Objects.requireNonNull(spdy.accept());
                streams.put(stream.headers().firstOr("streamtype", ""), stream);
            }
            try (OutputStream out = stream(streams, "stdout").out()) {
                stream(streams, "stdin").in().transferTo(out);
            }
            stream(streams, "stderr").out().close();
            try (OutputStream error = stream(streams, "error").out()) {
                error.write(SUCCESS);
            }
            // The client hangs up when it has the result.
            while (spdy.accept() != null) {
                Thread.onSpinWait();
            }
        }
    }

    private static SpdyStream stream(Map<String, SpdyStream> streams, String type) {
        return java.util.Objects.requireNonNull(streams.get(type), type);
    }

    private static void execOver(WebSocketConnection socket) {
        while (true) {
            switch (socket.receive()) {
                case WebSocketMessage.Binary(byte[] bytes) -> {
                    if (bytes[0] == 0) {
                        bytes[0] = 1;
                        socket.sendBinary(bytes);
                    } else if ((bytes[0] & 0xFF) == 255) {
                        socket.sendBinary(new byte[] {3}, SUCCESS);
                        socket.close();
                        return;
                    }
                }
                case WebSocketMessage.Text _ -> throw new IllegalStateException("text");
                case WebSocketMessage.Closed _ -> {
                    return;
                }
            }
        }
    }

    private void forward(Exchange exchange) throws InterruptedException {
        SpdyConnection spdy;
        if (exchange.wantsUpgrade("websocket")) {
            transports.add("websocket");
            WebSocketConnection socket =
                    exchange.acceptWebSocket(List.of("SPDY/3.1+" + PORT_FORWARD));
            spdy = SpdyConnection.over(socket.asRaw(), true, Threads.virtual());
        } else {
            transports.add("SPDY/3.1");
            spdy = exchange.acceptSpdy(Headers.of("X-Stream-Protocol-Version", PORT_FORWARD));
        }
        openSessions.incrementAndGet();
        spdy.onClosed(openSessions::decrementAndGet);
        Map<String, SpdyStream> errors = new HashMap<>();
        for (SpdyStream next = spdy.accept(); next != null; next = spdy.accept()) {
            SpdyStream stream = next;
            String request = stream.headers().firstOr("requestid", "");
            if (stream.headers().firstOr("streamtype", "").equals("error")) {
                errors.put(request, stream);
            } else {
                SpdyStream error = stream(errors, request);
                Threads.virtual().start("forward", () -> answer(stream, error));
            }
        }
    }

    /// The error stream ends last; that is how kubectl knows.
    private static void answer(SpdyStream stream, SpdyStream error) {
        try (OutputStream _ = error.out();
                OutputStream out = stream.out()) {
            byte[] all = stream.in().readAllBytes();
            out.write((stream.headers().firstOr("port", "") + ": ").getBytes(UTF_8));
            out.write(all);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
