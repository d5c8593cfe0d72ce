package io.djong.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/// The few platform threads that move bytes.
final class EventLoops {

    /// How full a channel gets before streams have to wait for their turn: deep enough that the kernel never waits for
    /// the loop, shallow enough that a small answer is not stuck behind megabytes.
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 256 << 10);

    static {
        NettyLog.install();
    }

    private EventLoops() {}

    static EventLoopGroup start(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }
}
