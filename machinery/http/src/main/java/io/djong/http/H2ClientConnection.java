package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 connection to a server, shared by many calls. Confined to its event loop, but for what the pool and the
/// callers' threads use.
///
/// What Netty's futures would tell shows as the end of a stream or of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class H2ClientConnection extends Http2ConnectionHandler
        implements ClientConnection, ClientCall.Wire {

    /// Until the server has said how many it takes.
    private static final int STREAMS_AT_FIRST = 100;

    private final H2ClientFrames frames;
    private final AtomicInteger places = new AtomicInteger(STREAMS_AT_FIRST);
    private final Runnable onFree;
    private final Ticker liveness;
    private final Duration pingPatience;
    private volatile int placesGranted = STREAMS_AT_FIRST;
    private boolean heard;
    private boolean pinged;
    private volatile boolean unusable;
    private volatile boolean used;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbox outbox;

    H2ClientConnection(
            ClientConfig config,
            Runnable onFree,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.onFree = onFree;
        // Half a minute and a quarter, as in client-go.
        this.pingPatience = config.pingAfter().dividedBy(2);
        this.liveness = new Ticker(config.pingAfter(), this::checkLiveness);
        this.frames = new H2ClientFrames(connection(), this);
        decoder.frameListener(frames);
        connection().addListener(frames.endings());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        ctx = context;
        outbox = new Outbox(context.executor(), () -> flush(context));
        super.handlerAdded(context);
        H2Settings.widenConnection(connection(), H2Settings.CLIENT_CONNECTION_WINDOW);
        context.flush();
        liveness.start(context.executor());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        heard = true;
        super.channelRead(context, message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        unusable = true;
        liveness.stop();
        super.channelInactive(context);
        onFree.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (Http2Exceptions.isFrom(cause)) {
            super.exceptionCaught(context, cause);
        } else {
            unusable = true;
            context.close();
        }
    }

    /// A server that has been silent for long with calls open is pinged; one that does not answer is given up.
    private void checkLiveness() {
        boolean isSilent = !heard && connection().numActiveStreams() > 0;
        heard = false;
        if (!isSilent || pinged) {
            return;
        }
        pinged = true;
        encoder().writePing(context(), false, 0, context().newPromise());
        context().flush();
        context()
                .executor()
                .schedule(
                        () -> {
                            pinged = false;
                            if (!heard) {
                                unusable = true;
                                context().close();
                            }
                        },
                        pingPatience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    // From here on: called by the pool and by callers.

    @Override
    public boolean reserve() {
        if (unusable) {
            return false;
        }
        int before = places.getAndUpdate(free -> Math.max(free - 1, free <= 0 ? free : 0));
        return before > 0;
    }

    @Override
    public boolean isClosed() {
        return unusable;
    }

    @Override
    public boolean wasIdle() {
        boolean idle = !used && places.get() == placesGranted;
        used = false;
        return idle;
    }

    @Override
    public ClientCall start(Request request) {
        used = true;
        ClientCall call = new ClientCall(this, "HTTP/2.0", request.readTimeout());
        Http2Headers lines =
                H2Headers.request(
                        request.method(),
                        request.origin().isTls(),
                        RequestLines.authority(request),
                        request.target());
        H2Headers.addAll(RequestLines.lines(request), lines);
        outbox().add(() -> open(call, lines, request.body()));
        return call;
    }

    private void open(ClientCall call, Http2Headers lines, RequestBody body) {
        boolean isFull = unusable || !connection().local().canOpenStream();
        int id = isFull ? -1 : connection().local().incrementAndGetNextStreamId();
        if (id < 0) {
            // Full for now, until the server's settings have come, or out of numbers for ever.
            unusable |= !isFull;
            freePlace();
            call.fail(H2ClientFrames.closed("connection takes no more requests"), true);
            return;
        }
        byte[] bytes = body instanceof RequestBody.Bytes(byte[] whole) ? whole : new byte[0];
        boolean isLast = bytes.length == 0 && !(body instanceof RequestBody.Stream);
        frames.opening(
                call,
                () ->
                        encoder()
                                .writeHeaders(
                                        context(), id, lines, 0, isLast, context().newPromise()));
        if (bytes.length > 0) {
            ByteBuf data = Unpooled.wrappedBuffer(bytes);
            encoder().writeData(context(), id, data, 0, true, context().newPromise());
        }
    }

    @Override
    public void sendPart(ClientCall call, byte[] part, boolean isLast) {
        outbox().add(() -> writePart(call, part, isLast));
    }

    private void writePart(ClientCall call, byte[] part, boolean isLast) {
        Http2Stream stream = stream(call);
        if (stream == null || !stream.state().localSideOpen()) {
            call.window().release(part.length);
            return;
        }
        ByteBuf data = Unpooled.wrappedBuffer(part);
        ChannelFuture written =
                encoder()
                        .writeData(context(), stream.id(), data, 0, isLast, context().newPromise());
        written.addListener(_ -> call.window().release(part.length));
    }

    @Override
    public void consumed(ClientCall call, int bytes) {
        int given = call.settle(bytes);
        if (given == 0) {
            return;
        }
        outbox().add(() -> {
            Http2Stream stream = stream(call);
            if (stream == null) {
                return;
            }
            try {
                connection().local().flowController().consumeBytes(stream, given);
            } catch (Http2Exception e) {
                onError(context(), true, e);
            }
        });
    }

    @Override
    public void cancel(ClientCall call) {
        if (call.pipe().isComplete()) {
            return;
        }
        outbox().add(() -> {
            Http2Stream stream = stream(call);
            if (stream != null) {
                encoder()
                        .writeRstStream(
                                context(),
                                stream.id(),
                                Http2Error.CANCEL.code(),
                                context().newPromise());
            }
        });
    }

    @Override
    public void close() {
        unusable = true;
        outbox().add(() -> context().close());
    }

    private @Nullable Http2Stream stream(ClientCall call) {
        return call.streamId() == 0 ? null : connection().stream(call.streamId());
    }

    // From here on: called by the frames.

    /// The server takes `count` calls at the same time.
    void grantPlaces(int count) {
        int more = count - placesGranted;
        places.addAndGet(more);
        placesGranted = count;
        for (int i = 0; i < Math.min(more, STREAMS_AT_FIRST); i++) {
            onFree.run();
        }
    }

    /// The server wants no more calls; those there are go on.
    void endAfterStreams() {
        unusable = true;
        onFree.run();
        context().channel().close();
    }

    void freePlace() {
        places.incrementAndGet();
        onFree.run();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = ctx;
        if (known == null) {
            throw new IllegalStateException("connection: not in a pipeline yet");
        }
        return known;
    }

    private Outbox outbox() {
        Outbox known = outbox;
        if (known == null) {
            throw new IllegalStateException("connection: not in a pipeline yet");
        }
        return known;
    }
}
