package io.djong.kubelet.streaming;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.HttpException;
import io.djong.http.Query;
import io.djong.http.Request;
import io.djong.http.SpdyConnection;
import io.djong.http.WebSocketConnection;
import io.djong.meta.Threads;
import io.djong.runtime.Cri;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.AttachRequest;
import io.djong.runtime.cri.ExecRequest;
import io.djong.runtime.cri.PortForwardRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Serves exec, attach and port-forward through the runtime.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/cri/ Container Runtime Interface
public final class Streaming {

    private static final String VERSION = "x-stream-protocol-version";
    private static final String V4 = "v4.channel.k8s.io";
    private static final String PORT_FORWARD = "portforward.k8s.io";
    private static final String TUNNEL = "SPDY/3.1+portforward.k8s.io";

    private static final List<String> WEB_SOCKET_VERSIONS = List.of("v5.channel.k8s.io", V4);

    /// Commands may be silent for as long as they like.
    private static final Duration NO_END = Duration.ZERO;

    private final Cri cri;
    private final HttpClient http;
    private final Threads threads;

    public Streaming(Cri cri, HttpClient http, Threads threads) {
        this.cri = cri;
        this.http = http;
        this.threads = threads;
    }

    public void exec(Exchange exchange, String container) throws InterruptedException {
        Query query = exchange.query();
        WebSocketBridge.Wanted wanted = wanted(query);
        ExecRequest request =
                ExecRequest.newBuilder()
                        .setContainerId(container)
                        .addAllCmd(query.all("command"))
                        .setStdin(wanted.stdin())
                        .setStdout(wanted.stdout())
                        .setStderr(wanted.stderr() && !wanted.tty())
                        .setTty(wanted.tty())
                        .build();
        bridge(exchange, wanted, () -> cri.exec(request));
    }

    public void attach(Exchange exchange, String container, boolean tty)
            throws InterruptedException {
        WebSocketBridge.Wanted asked = wanted(exchange.query());
        WebSocketBridge.Wanted wanted =
                new WebSocketBridge.Wanted(asked.stdin(), asked.stdout(), asked.stderr(), tty);
        AttachRequest request =
                AttachRequest.newBuilder()
                        .setContainerId(container)
                        .setStdin(wanted.stdin())
                        .setStdout(wanted.stdout())
                        .setStderr(wanted.stderr() && !tty)
                        .setTty(tty)
                        .build();
        bridge(exchange, wanted, () -> cri.attach(request));
    }

    public void portForward(Exchange exchange, String sandbox) throws InterruptedException {
        PortForwardRequest request =
                PortForwardRequest.newBuilder().setPodSandboxId(sandbox).build();
        if (exchange.wantsUpgrade("websocket")) {
            SpdyConnection runtime = runtime(() -> cri.portForward(request), PORT_FORWARD);
            WebSocketConnection socket = exchange.acceptWebSocket(List.of(TUNNEL));
            new SpdyMirror(SpdyConnection.over(socket.asRaw(), true, threads), runtime, threads)
                    .run();
            return;
        }
        mirror(exchange, () -> cri.portForward(request), PORT_FORWARD);
    }

    private void bridge(Exchange exchange, WebSocketBridge.Wanted wanted, Supplier<URI> address)
            throws InterruptedException {
        if (!wanted.stdin() && !wanted.stdout() && !wanted.stderr()) {
            throw new HttpException(400, "you must specify at least 1 of stdin, stdout, stderr");
        }
        if (exchange.wantsUpgrade("websocket")) {
            SpdyConnection runtime = runtime(address, V4);
            WebSocketConnection client = exchange.acceptWebSocket(WEB_SOCKET_VERSIONS);
            new WebSocketBridge(client, runtime, threads).run(wanted);
            return;
        }
        mirror(exchange, address, V4);
    }

    private void mirror(Exchange exchange, Supplier<URI> address, String protocol)
            throws InterruptedException {
        if (!exchange.wantsUpgrade("SPDY/3.1")) {
            throw new HttpException(400, "unable to upgrade: missing upgrade headers in request");
        }
        List<String> offered = exchange.requestHeaders().tokens(VERSION);
        if (!offered.isEmpty() && !offered.contains(protocol)) {
            throw new HttpException(
                    403,
                    "unable to upgrade: unable to negotiate protocol: client supports " + offered);
        }
        SpdyConnection runtime = runtime(address, protocol);
        SpdyConnection client = exchange.acceptSpdy(Headers.of(VERSION, protocol));
        new SpdyMirror(client, runtime, threads).run();
    }

    private SpdyConnection runtime(Supplier<URI> address, String protocol)
            throws InterruptedException {
        URI uri;
        try {
            uri = address.get();
        } catch (CriException failure) {
            throw new HttpException(500, String.valueOf(failure.getMessage()));
        }
        Request request =
                Request.of("POST", uri).withHeader(VERSION, protocol).withReadTimeout(NO_END);
        return http.spdy(request).connection();
    }

    private static WebSocketBridge.Wanted wanted(Query query) {
        return new WebSocketBridge.Wanted(
                isTrue(query, "input", "stdin"),
                isTrue(query, "output", "stdout"),
                isTrue(query, "error", "stderr"),
                isTrue(query, "tty", "tty"));
    }

    /// The API server and kubelets of old call the same things by different names.
    private static boolean isTrue(Query query, String name, String other) {
        String value = query.first(name) == null ? query.first(other) : query.first(name);
        return "1".equals(value) || "true".equals(value);
    }
}
