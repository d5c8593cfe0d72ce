package io.djong.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 connection that a client opened: its life from handshake to close. What comes in is for [H2ServerFrames],
/// what goes out for [H2Answers]. Confined to its event loop.
///
/// What Netty's futures would tell shows as the end of the channel.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9113 HTTP/2
@SuppressWarnings("FutureReturnValueIgnored")
final class H2ServerConnection extends Http2ConnectionHandler implements ServerConnection {

    /// How long streams that were on their way when draining began are still taken.
    private static final Duration DRAIN_GRACE = Duration.ofMillis(100);

    private final ServerContext server;
    private final H2ServerFrames frames;
    private final Ticker idle;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbox outbox;

    H2ServerConnection(
            ServerContext server,
            ConnectionFacts facts,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.server = server;
        this.idle = new Ticker(server.limits().idleTimeout(), this::closeIfIdle);
        this.frames = new H2ServerFrames(connection(), new H2Answers(this, server), server, facts);
        decoder.frameListener(frames);
        connection().addListener(frames.endings());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        ctx = context;
        outbox = new Outbox(context.executor(), () -> flush(context));
        super.handlerAdded(context);
        H2Settings.widenConnection(connection(), H2Settings.SERVER_CONNECTION_WINDOW);
        context.flush();
        server.connections().add(this);
        idle.start(context.executor());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        server.connections().remove(this);
        idle.stop();
        super.channelInactive(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        frames.startWaiting();
        super.channelReadComplete(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (Http2Exceptions.isFrom(cause)) {
            super.exceptionCaught(context, cause);
        } else {
            // The socket or TLS broke; there is nobody to tell.
            context.close();
        }
    }

    private void closeIfIdle() {
        if (connection().numActiveStreams() == 0 && !frames.wasUsed()) {
            context().channel().close();
        }
    }

    /// First the client is told to open no more streams, then which was the last one that was taken.
    @Override
    public void drain() {
        outbox().add(() -> {
            goAway(Integer.MAX_VALUE);
            context()
                    .executor()
                    .schedule(this::endAfterStreams, DRAIN_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void endAfterStreams() {
        goAway(connection().remote().lastStreamCreated());
        context().channel().close();
    }

    private void goAway(int lastStream) {
        goAway(
                context(),
                lastStream,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context().newPromise());
        context().flush();
    }

    @Override
    public void cut() {
        // Past this handler's own close, which would wait for the streams.
        outbox().add(() -> context().close());
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext known = ctx;
        if (known == null) {
            throw new IllegalStateException("connection: not in a pipeline yet");
        }
        return known;
    }

    Outbox outbox() {
        Outbox known = outbox;
        if (known == null) {
            throw new IllegalStateException("connection: not in a pipeline yet");
        }
        return known;
    }
}
