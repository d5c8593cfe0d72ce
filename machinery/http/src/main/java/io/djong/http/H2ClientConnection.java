package io.djong.http;

import io.djong.http.TransportException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
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

    /// How long the server may take to answer a ping, as in client-go.
    private static final Duration PING_PATIENCE = Duration.ofSeconds(15);

    private static final int FREE_BODY_BYTES = 256 * 1024;

    private final Http2Connection.PropertyKey key;
    private final AtomicInteger places = new AtomicInteger(STREAMS_AT_FIRST);
    private final Runnable onFree;
    private final Ticker liveness;
    private volatile int placesGranted = STREAMS_AT_FIRST;
    private boolean heard;
    private boolean pinged;
    private volatile boolean unusable;
    private volatile boolean used;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbox outbox;

    /// The call whose stream is being made.
    private @Nullable ClientCall opening;

    H2ClientConnection(
            ClientConfig config,
            Runnable onFree,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.onFree = onFree;
        this.key = connection().newKey();
        this.liveness = new Ticker(config.pingAfter(), this::checkLiveness);
        decoder.frameListener(new Frames());
        connection().addListener(new Streams());
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
                        PING_PATIENCE.toMillis(),
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
        if (unusable || !connection().local().canOpenStream()) {
            freePlace();
            call.fail(
                    new TransportException(Kind.CLOSED, "connection takes no more requests", null),
                    true);
            return;
        }
        int id = connection().local().incrementAndGetNextStreamId();
        if (id < 0) {
            unusable = true;
            freePlace();
            call.fail(
                    new TransportException(
                            Kind.CLOSED, "connection has no more stream numbers", null),
                    true);
            return;
        }
        byte[] bytes = body instanceof RequestBody.Bytes(byte[] whole) ? whole : new byte[0];
        boolean isLast = bytes.length == 0 && !(body instanceof RequestBody.Stream);
        // Writing makes the stream; the listener ties it to the call before anything can end it.
        opening = call;
        encoder().writeHeaders(context(), id, lines, 0, isLast, context().newPromise());
        opening = null;
        if (bytes.length > 0) {
            encoder()
                    .writeData(
                            context(),
                            id,
                            Unpooled.wrappedBuffer(bytes),
                            0,
                            true,
                            context().newPromise());
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

    private void freePlace() {
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

    /// What the server sends.
    private final class Frames extends Http2EventAdapter {

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
            Long granted = settings.maxConcurrentStreams();
            if (granted != null) {
                int now = (int) Math.min(granted, Integer.MAX_VALUE / 2);
                places.addAndGet(now - placesGranted);
                placesGranted = now;
                onFree.run();
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean isLast) {
            onHeadersRead(context, streamId, headers, padding, isLast);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int padding,
                boolean isLast) {
            ClientCall call = connection().stream(streamId).getProperty(key);
            if (call == null) {
                return;
            }
            if (!call.hasArrived()) {
                int status = Integer.parseInt(H2Headers.text(headers.status()));
                if (status < 200) {
                    return;
                }
                call.arrive(status, H2Headers.of(headers));
            }
            if (isLast) {
                call.pipe().end();
            }
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext context,
                int streamId,
                ByteBuf data,
                int padding,
                boolean isLast) {
            int bytes = data.readableBytes();
            ClientCall call = connection().stream(streamId).getProperty(key);
            if (call == null) {
                return bytes + padding;
            }
            int free = bytes;
            if (bytes > 0) {
                if (call.pipe().available() + bytes > FREE_BODY_BYTES) {
                    free = 0;
                    call.owe(bytes);
                }
                call.pipe().add(ByteBufUtil.getBytes(data));
            }
            if (isLast) {
                call.pipe().end();
            }
            return free + padding;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
            ClientCall call = connection().stream(streamId).getProperty(key);
            if (call == null) {
                return;
            }
            if (errorCode == Http2Error.NO_ERROR.code() && call.pipe().isComplete()) {
                return;
            }
            boolean untouched = errorCode == Http2Error.REFUSED_STREAM.code();
            call.fail(
                    new TransportException(
                            Kind.CLOSED, "server reset the stream with error " + errorCode, null),
                    untouched);
        }
    }

    /// Streams that begin and end, however they do.
    private final class Streams extends Http2ConnectionAdapter {

        @Override
        public void onStreamAdded(Http2Stream stream) {
            ClientCall call = opening;
            if (call != null) {
                stream.setProperty(key, call);
                call.streamId(stream.id());
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            ClientCall call = stream.getProperty(key);
            if (call == null) {
                return;
            }
            call.fail(
                    new TransportException(Kind.CLOSED, "server closed the connection", null),
                    false);
            freePlace();
        }

        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            unusable = true;
            try {
                connection()
                        .forEachActiveStream(stream -> {
                            ClientCall call = stream.getProperty(key);
                            if (call != null && stream.id() > lastStreamId) {
                                call.fail(
                                        new TransportException(
                                                Kind.CLOSED, "server goes away", null),
                                        true);
                            }
                            return true;
                        });
            } catch (Http2Exception e) {
                onError(context(), false, e);
            }
            onFree.run();
            // Ends itself after the last stream.
            context().channel().close();
        }
    }
}
