package io.djong.http;

import io.djong.http.TransportException.Kind;
import io.djong.http.tls.ClientEngines;
import io.djong.meta.Threads;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Opens connections: name, TCP, TLS, and the protocol that comes out of it. The calling thread waits.
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connector {

    private static final int RESPONSE_HEADER_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final EventLoopGroup loops;
    private final ClientConfig config;
    private final ClientEngines engines;
    private final Threads threads;

    Connector(EventLoopGroup loops, ClientConfig config, Threads threads) {
        this.loops = loops;
        this.config = config;
        this.engines = new ClientEngines(config.tls());
        this.threads = threads;
    }

    /// @param onFree run by the event loop when the connection can take a call again, or never will
    /// @throws TransportException when none of the host's addresses answers
    ClientConnection connect(Origin origin, Runnable onFree) throws InterruptedException {
        return connect(origin, config.http2(), true, onFree);
    }

    /// A connection for one call, which may become something else.
    H1ClientConnection connectForUpgrade(Origin origin) throws InterruptedException {
        return (H1ClientConnection) connect(origin, false, false, () -> {});
    }

    private ClientConnection connect(
            Origin origin, boolean http2, boolean isShared, Runnable onFree)
            throws InterruptedException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(origin.host());
        } catch (UnknownHostException e) {
            throw new TransportException(
                    Kind.CONNECT, "lookup " + origin.host() + ": no such host", e);
        }
        TransportException last = null;
        for (InetAddress address : addresses) {
            try {
                return connect(
                        new InetSocketAddress(address, origin.port()),
                        new Setup(origin, http2, isShared, onFree));
            } catch (TransportException e) {
                last = e;
            }
        }
        throw last == null
                ? new TransportException(
                        Kind.CONNECT, "lookup " + origin.host() + ": no address", null)
                : last;
    }

    private ClientConnection connect(InetSocketAddress address, Setup setup)
            throws InterruptedException {
        int millis = (int) Math.min(config.connectTimeout().toMillis(), Integer.MAX_VALUE);
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, EventLoops.WATER_MARK)
                        .handler(setup);
        EventLoops.KEEP_ALIVE.forEach(bootstrap::option);
        ChannelFuture connected = bootstrap.connect(address);
        connected.addListener(_ -> {
            Throwable cause = connected.cause();
            if (cause != null) {
                setup.fail(Kind.CONNECT, "dial tcp " + text(address), cause);
            }
        });
        try {
            return setup.ready.get(2L * millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransportException failure) {
                throw failure;
            }
            throw new TransportException(Kind.CONNECT, "dial tcp " + text(address), e.getCause());
        } catch (TimeoutException e) {
            connected.channel().close();
            throw new TransportException(
                    Kind.TIMEOUT, "dial tcp " + text(address) + ": i/o timeout", e);
        } catch (InterruptedException e) {
            connected.channel().close();
            throw e;
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /// Furnishes one channel and says when it is ready.
    private final class Setup extends ChannelInitializer<Channel> {

        final CompletableFuture<ClientConnection> ready = new CompletableFuture<>();
        private final Origin origin;
        private final boolean http2;
        private final boolean isShared;
        private final Runnable onFree;

        Setup(Origin origin, boolean http2, boolean isShared, Runnable onFree) {
            this.origin = origin;
            this.http2 = http2;
            this.isShared = isShared;
            this.onFree = onFree;
        }

        void fail(Kind kind, String doing, Throwable cause) {
            ready.completeExceptionally(
                    new TransportException(kind, doing + ": " + reason(cause), cause));
        }

        private static String reason(Throwable cause) {
            String message = String.valueOf(cause.getMessage());
            return message.startsWith("Connection refused")
                    ? "connect: connection refused"
                    : message;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (!origin.isTls()) {
                channel.pipeline()
                        .addLast(
                                new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelActive(ChannelHandlerContext ctx) {
                                        become(channel, null);
                                        ctx.pipeline().remove(this);
                                    }
                                });
                return;
            }
            SSLEngine engine =
                    http2
                            ? engines.engine(
                                    origin.host(),
                                    origin.port(),
                                    ServerPipeline.HTTP_2,
                                    ServerPipeline.HTTP_1)
                            : engines.engine(origin.host(), origin.port(), ServerPipeline.HTTP_1);
            SslHandler tls = new SslHandler(engine, task -> threads.start("http-tls", task));
            tls.setHandshakeTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            channel.pipeline().addLast(tls);
            channel.pipeline().addLast(new Agreement(this, channel, engine));
        }

        void become(Channel channel, @Nullable SSLEngine engine) {
            if (engine != null && ServerPipeline.HTTP_2.equals(engine.getApplicationProtocol())) {
                H2ClientConnection connection =
                        H2Settings.client((decoder, encoder, initial) ->
                                new H2ClientConnection(config, onFree, decoder, encoder, initial));
                channel.pipeline().addLast(connection);
                ready.complete(connection);
                return;
            }
            HttpDecoderConfig limits =
                    new HttpDecoderConfig()
                            .setMaxHeaderSize(RESPONSE_HEADER_BYTES)
                            .setMaxChunkSize(CHUNK_BYTES);
            H1ClientConnection connection = new H1ClientConnection(channel, isShared, onFree);
            channel.pipeline().addLast(new HttpClientCodec(limits, false, false));
            channel.pipeline().addLast(connection);
            ready.complete(connection);
        }
    }

    /// Waits for the end of the handshake.
    private static final class Agreement extends ChannelInboundHandlerAdapter {

        private final Setup setup;
        private final Channel channel;
        private final SSLEngine engine;

        Agreement(Setup setup, Channel channel, SSLEngine engine) {
            this.setup = setup;
            this.channel = channel;
            this.engine = engine;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
                ctx.fireUserEventTriggered(event);
                return;
            }
            if (handshake.isSuccess()) {
                setup.become(channel, engine);
                channel.pipeline().remove(this);
            } else {
                setup.fail(Kind.TLS, "TLS handshake with " + setup.origin, handshake.cause());
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            setup.fail(
                    Kind.TLS,
                    "TLS handshake with " + setup.origin,
                    new java.io.EOFException("EOF"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            setup.fail(Kind.TLS, "TLS handshake with " + setup.origin, cause);
            ctx.close();
        }
    }
}
