package io.djong.http;

import io.djong.http.tls.ServerEngines;
import io.djong.http.tls.ServerTls;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Accepts connections and finds out which protocol they speak.
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyServer implements HttpServer {

    private static final int BACKLOG = 1024;

    private final EventLoopGroup loops;
    private final Channel listener;
    private final ServerContext context;

    private NettyServer(EventLoopGroup loops, Channel listener, ServerContext context) {
        this.loops = loops;
        this.listener = listener;
        this.context = context;
    }

    static HttpServer start(ServerConfig config, Threads threads, HttpHandler handler) {
        DateHeader date = new DateHeader(Clock.system());
        ServerContext context = new ServerContext(handler, threads, config.limits(), date);
        ServerTls tls = config.tls();
        ServerEngines engines = tls == null ? null : new ServerEngines(tls);
        EventLoopGroup loops = EventLoops.start("http-server", config.eventLoopThreads());
        AtomicInteger open = new AtomicInteger();
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, EventLoops.WATER_MARK)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        bound(channel, open, config.limits().connections());
                                        ServerPipeline.init(channel, context, engines);
                                    }
                                });
        EventLoops.KEEP_ALIVE.forEach(bootstrap::childOption);
        ChannelFuture bound = bootstrap.bind(address(config)).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new TransportException(
                    TransportException.Kind.CONNECT,
                    "listen on " + config.host() + ":" + config.port() + ": " + cause.getMessage(),
                    cause);
        }
        return new NettyServer(loops, bound.channel(), context);
    }

    private static InetSocketAddress address(ServerConfig config) {
        return config.host().isEmpty()
                ? new InetSocketAddress(config.port())
                : new InetSocketAddress(config.host(), config.port());
    }

    /// Stops accepting while too many connections are open.
    private static void bound(SocketChannel channel, AtomicInteger open, int limit) {
        Channel listener = channel.parent();
        if (open.incrementAndGet() >= limit) {
            listener.config().setAutoRead(false);
        }
        channel.closeFuture()
                .addListener(_ -> {
                    if (open.decrementAndGet() < limit && !listener.config().isAutoRead()) {
                        listener.config().setAutoRead(true);
                    }
                });
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close(Duration drain) throws InterruptedException {
        listener.close().sync();
        context.connections().all().forEach(ServerConnection::drain);
        context.connections().awaitNone(drain);
        close();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        context.connections().all().forEach(ServerConnection::cut);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
