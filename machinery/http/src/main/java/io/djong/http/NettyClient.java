package io.djong.http;

import io.djong.http.TransportException.Kind;
import io.djong.meta.Threads;
import io.netty.channel.EventLoopGroup;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Chooses connections, sends, waits, and tries again where that can do no harm.
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyClient implements HttpClient {

    /// A server that closes idle connections may do so under several calls in a row.
    private static final int ATTEMPTS = 3;

    /// Methods that change nothing, and may be sent twice.
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private static final int WEB_SOCKET_KEY_BYTES = 16;

    private final ClientConfig config;
    private final Threads threads;
    private final EventLoopGroup loops;
    private final Connector connector;
    private final Map<Origin, OriginPool> pools = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    private NettyClient(ClientConfig config, Threads threads) {
        this.config = config;
        this.threads = threads;
        this.loops = EventLoops.start("http-client", config.eventLoopThreads());
        this.connector = new Connector(loops, config, threads);
        long period = Math.max(1, config.idleTimeout().toMillis());
        loops.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
    }

    static HttpClient of(ClientConfig config, Threads threads) {
        return new NettyClient(config, threads);
    }

    /// Origins come and go, such as pods that are probed.
    private void sweep() {
        pools.values().removeIf(OriginPool::sweep);
    }

    @Override
    public Response send(Request request) throws InterruptedException {
        RequestLines.check(request);
        for (int attempt = 1; ; attempt++) {
            ClientCall call = null;
            try {
                call = acquire(request).start(request);
                exchange(call, request);
                return call;
            } catch (TransportException e) {
                if (attempt == ATTEMPTS || call == null || !mayRepeat(request, call, e)) {
                    throw describe(request, e);
                }
            }
        }
    }

    private ClientConnection acquire(Request request) throws InterruptedException {
        while (!closed) {
            OriginPool pool =
                    pools.computeIfAbsent(
                            request.origin(), origin -> new OriginPool(origin, connector, config));
            ClientConnection connection = pool.acquire(request.responseTimeout());
            if (connection != null) {
                return connection;
            }
            pools.remove(request.origin(), pool);
        }
        throw new TransportException(Kind.CLOSED, "client is closed", null);
    }

    private static void exchange(ClientCall call, Request request) throws InterruptedException {
        boolean done = false;
        try {
            if (request.body() instanceof RequestBody.Stream stream) {
                call.send(stream);
            }
            call.awaitHead(request.responseTimeout());
            done = true;
        } finally {
            if (!done) {
                call.close();
            }
        }
    }

    private static boolean mayRepeat(Request request, ClientCall call, TransportException cause) {
        boolean isHarmless =
                cause.kind() == Kind.CLOSED
                        && HARMLESS.contains(request.method())
                        && !call.hasArrived();
        return !(request.body() instanceof RequestBody.Stream)
                && (call.isUntouched() || isHarmless);
    }

    private static TransportException describe(Request request, TransportException cause) {
        return new TransportException(
                cause.kind(),
                request.method()
                        + " \""
                        + request.origin()
                        + request.target()
                        + "\": "
                        + cause.getMessage(),
                cause);
    }

    @Override
    public WebSocketConnection webSocket(Request request, List<String> protocols)
            throws InterruptedException {
        byte[] nonce = new byte[WEB_SOCKET_KEY_BYTES];
        random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        Request asking =
                request.withHeaders(
                        request.headers()
                                .with("Sec-WebSocket-Key", key)
                                .with("Sec-WebSocket-Version", WebSocketHandshake.VERSION));
        if (!protocols.isEmpty()) {
            asking = asking.withHeader("Sec-WebSocket-Protocol", String.join(", ", protocols));
        }
        Upgraded<RawConnection> upgraded = upgrade(asking, WebSocketHandshake.PROTOCOL);
        String expected = WebSocketHandshake.acceptKey(key);
        if (!expected.equals(upgraded.headers().first("sec-websocket-accept"))) {
            upgraded.connection().close();
            throw new TransportException(
                    Kind.CLOSED, "websocket: server's Sec-WebSocket-Accept is wrong", null);
        }
        return new WebSocketSession(
                upgraded.connection(),
                upgraded.headers().firstOr("sec-websocket-protocol", ""),
                random);
    }

    @Override
    public Upgraded<SpdyConnection> spdy(Request request) throws InterruptedException {
        Upgraded<RawConnection> upgraded = upgrade(request, SpdySession.PROTOCOL);
        return new Upgraded<>(
                SpdySession.start(upgraded.connection(), false, threads), upgraded.headers());
    }

    @Override
    public Upgraded<RawConnection> upgrade(Request request, String protocol)
            throws InterruptedException {
        Request asking =
                request.withHeaders(
                        request.headers().with("Connection", "Upgrade").with("Upgrade", protocol));
        try {
            H1ClientConnection connection = connector.connectForUpgrade(request.origin());
            ClientCall call = connection.start(asking);
            exchange(call, asking);
            if (call.status() != 101) {
                throw new UpgradeRefusedException(call);
            }
            return new Upgraded<>(connection.takeOver(), call.headers());
        } catch (TransportException e) {
            throw describe(request, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        pools.values().forEach(OriginPool::close);
        loops.shutdownGracefully(0, Duration.ofSeconds(1).toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
