package io.djong.runtime;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One gRPC channel to a Unix socket, on the JDK's own domain sockets.
///
/// Blocking stubs deliver answers on the calling thread, so nothing of ours runs on the event loop.
final class RuntimeSocket implements AutoCloseable {

    /// Upstream's kubelet takes answers of up to 16 MiB.
    private static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;

    /// Answers are decoded on the callers' threads, so one loop that moves bytes suffices.
    private static final int EVENT_LOOPS = 1;

    /// gRPC sets a TCP option on every channel, and Netty warns that a Unix socket does not have it. The field
    /// keeps the logger, and so its level, from being collected.
    private static final Logger NETTY_WARNINGS = Logger.getLogger("io.netty.bootstrap.Bootstrap");

    static {
        NETTY_WARNINGS.setLevel(Level.SEVERE);
    }

    private final Path path;
    private @Nullable ManagedChannel channel;
    private @Nullable MultiThreadIoEventLoopGroup eventLoop;

    RuntimeSocket(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /// Made at the first use: loading gRPC takes a while, in which a runtime can start.
    synchronized ManagedChannel channel() {
        ManagedChannel made = channel;
        if (made == null) {
            eventLoop =
                    new MultiThreadIoEventLoopGroup(
                            EVENT_LOOPS,
                            new DefaultThreadFactory("cri-socket", true),
                            NioIoHandler.newFactory());
            made =
                    NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path))
                            .channelType(NioDomainSocketChannel.class)
                            .eventLoopGroup(eventLoop)
                            .directExecutor()
                            .overrideAuthority("localhost")
                            .usePlaintext()
                            .maxInboundMessageSize(ANSWER_BYTES_MAX)
                            .build();
            channel = made;
        }
        return made;
    }

    /// gRPC waits up to two minutes between attempts to connect; a local socket may be tried at once.
    void reconnectNow() {
        channel().resetConnectBackoff();
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
        if (eventLoop != null) {
            var _ = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
