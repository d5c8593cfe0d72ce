package io.djong.http;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/// The few platform threads that move bytes.
final class EventLoops {

    static {
        // Ahead of everything that wakes Netty up.
        NettyLog.install();
    }

    /// How full a channel gets before streams have to wait for their turn: deep enough that the kernel never waits for
    /// the loop, shallow enough that a small answer is not stuck behind megabytes.
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 256 << 10);

    /// Socket options by which the kernel notices within two or three minutes that the other machine has vanished; the
    /// numbers are those of Go's sockets.
    static final Map<ChannelOption<Integer>, Integer> KEEP_ALIVE =
            Map.of(
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                    15,
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    15,
                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT),
                    9);

    private EventLoops() {}

    static EventLoopGroup start(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }
}
