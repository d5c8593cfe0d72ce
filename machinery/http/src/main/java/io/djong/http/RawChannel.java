package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// A connection after an upgrade, as two blocking streams.
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class RawChannel extends ChannelInboundHandlerAdapter
        implements RawConnection, BodyPipe.Credit {

    /// Reading stops when this much waits for its reader, and goes on at half of it.
    private static final int IN_BYTES = 256 * 1024;

    private final Channel channel;
    private final Outbox outbox;
    private final BodyPipe pipe;
    private final SendWindow window = new SendWindow();
    private final Runnable onGone;
    private final InputStream in;
    private final OutputStream out;

    private final ReadPause pause = new ReadPause(IN_BYTES);

    /// @param outbox whose commands up to now come first
    /// @param onGone run by the event loop, perhaps twice, before readers and writers notice
    RawChannel(Channel channel, Outbox outbox, Runnable onGone) {
        this.channel = channel;
        this.outbox = outbox;
        this.pipe = new BodyPipe(this, Duration.ZERO);
        this.onGone = onGone;
        this.in = new BodyInput(pipe, () -> {}, () -> {});
        this.out = new RawOutput(this::write, this::endOutput);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel.config().setAutoRead(!pause.isPaused());
        if (!ctx.channel().isActive()) {
            channelInactive(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            take(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /// Takes bytes over from the event loop, and releases them.
    void take(ByteBuf bytes) {
        try {
            if (bytes.isReadable()) {
                pause.pause(pipe.add(ByteBufUtil.getBytes(bytes)), pipe, channel.config());
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        onGone.run();
        pipe.end();
        window.close("connection: the other side has gone");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(new IOException("connection: " + cause.getMessage(), cause));
        ctx.close();
    }

    /// Nothing will come any more.
    void fail(IOException cause) {
        onGone.run();
        pipe.fail(cause);
        window.close("connection: the other side has gone");
    }

    @Override
    public void consumed(int bytes) {
        if (pause.mayResume(pipe)) {
            outbox.add(() -> pause.resume(channel.config()));
        }
    }

    private void write(byte[] bytes) {
        window.acquire(bytes.length);
        outbox.add(() ->
                channel.write(Unpooled.wrappedBuffer(bytes))
                        .addListener(_ -> window.release(bytes.length)));
    }

    /// TLS has no half-close that all peers understand; there the output just stays silent.
    private void endOutput() {
        outbox.add(() -> {
            if (channel.pipeline().get(SslHandler.class) == null
                    && channel instanceof SocketChannel socket) {
                channel.flush();
                socket.shutdownOutput();
            }
        });
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void close() {
        outbox.add(() -> {
            channel.flush();
            channel.close();
        });
    }
}
