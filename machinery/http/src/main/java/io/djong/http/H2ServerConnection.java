package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 connection that a client opened. Confined to its event loop; what handlers want comes through [Outbox].
///
/// @spec https://www.rfc-editor.org/rfc/rfc9113 HTTP/2
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class H2ServerConnection extends Http2ConnectionHandler implements ServerConnection {

    /// A body up to this size is taken without making the client wait for credit.
    private static final int FREE_BODY_BYTES = 64 * 1024;

    /// Handlers at work on one connection, as a multiple of its streams. A client that resets streams faster than their
    /// handlers end is cut off, as Go does it.
    private static final int HANDLERS_PER_STREAM = 4;

    /// How long streams that were on their way when draining began are still taken.
    private static final Duration DRAIN_GRACE = Duration.ofMillis(100);

    private final ServerContext server;
    private final ConnectionFacts facts;
    private final Http2Connection.PropertyKey key;
    private final ArrayDeque<H2Exchange> unstarted = new ArrayDeque<>();
    private final AtomicInteger handlers = new AtomicInteger();
    private final Ticker idle;
    private boolean wasUsed;
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
        this.facts = facts;
        this.key = connection().newKey();
        this.idle = new Ticker(server.limits().idleTimeout(), this::closeIfIdle);
        decoder.frameListener(new Frames());
        connection().addListener(new Streams());
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
        // Most small bodies have come whole by now, so that their handlers need not wait.
        for (H2Exchange next = unstarted.poll(); next != null; next = unstarted.poll()) {
            start(next);
        }
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
        if (connection().numActiveStreams() == 0 && !wasUsed) {
            context().channel().close();
        }
        wasUsed = false;
    }

    private void start(H2Exchange exchange) {
        if (!exchange.isStarted && !exchange.isClosed()) {
            exchange.isStarted = true;
            handlers.incrementAndGet();
            server.serve(exchange, handlers::decrementAndGet);
        }
    }

    // From here on: called by handlers.

    void giveCredit(Http2Stream stream, int bytes) {
        outbox().add(
                        () -> {
                            try {
                                connection().local().flowController().consumeBytes(stream, bytes);
                            } catch (Http2Exception e) {
                                onError(context(), true, e);
                            }
                        });
    }

    void sendContinue(Http2Stream stream) {
        outbox().add(
                        () ->
                                encoder()
                                        .writeHeaders(
                                                context(),
                                                stream.id(),
                                                new DefaultHttp2Headers(false).status("100"),
                                                0,
                                                false,
                                                context().newPromise()));
    }

    void sendHead(H2Exchange exchange, int status, Headers headers) {
        Http2Headers lines = lines(status, headers);
        outbox().add(() -> writeHeaders(exchange, lines, false));
    }

    void sendData(H2Exchange exchange, ByteBuf data, boolean isLast) {
        outbox().add(() -> writeData(exchange, data, isLast));
    }

    void sendWhole(
            H2Exchange exchange, int status, Headers headers, @Nullable ByteBuf content) {
        Http2Headers lines = lines(status, headers);
        outbox().add(
                        () -> {
                            writeHeaders(exchange, lines, content == null);
                            if (content != null && exchange.stream().state().localSideOpen()) {
                                ChannelFuture written =
                                        encoder()
                                                .writeData(
                                                        context(),
                                                        exchange.stream().id(),
                                                        content,
                                                        0,
                                                        true,
                                                        context().newPromise());
                                giveUpRequest(exchange, written);
                            }
                        });
    }

    void reset(H2Exchange exchange) {
        outbox().add(() -> writeReset(exchange, Http2Error.INTERNAL_ERROR));
    }

    private Http2Headers lines(int status, Headers headers) {
        Http2Headers lines = H2Headers.response(status, headers);
        if (!headers.has("date")) {
            lines.add("date", server.date().value());
        }
        return lines;
    }

    private void writeHeaders(H2Exchange exchange, Http2Headers lines, boolean isLast) {
        if (!exchange.stream().state().localSideOpen()) {
            return;
        }
        ChannelFuture written =
                encoder()
                        .writeHeaders(
                                context(),
                                exchange.stream().id(),
                                lines,
                                0,
                                isLast,
                                context().newPromise());
        if (isLast) {
            giveUpRequest(exchange, written);
        }
    }

    private void writeData(H2Exchange exchange, ByteBuf data, boolean isLast) {
        int bytes = data.readableBytes();
        if (!exchange.stream().state().localSideOpen()) {
            data.release();
            exchange.window().release(bytes);
            return;
        }
        ChannelFuture written =
                encoder()
                        .writeData(
                                context(),
                                exchange.stream().id(),
                                data,
                                0,
                                isLast,
                                context().newPromise());
        if (bytes > 0) {
            written.addListener(_ -> exchange.window().release(bytes));
        }
        if (isLast) {
            giveUpRequest(exchange, written);
        }
    }

    /// After a whole answer the rest of the request is of no interest.
    private void giveUpRequest(H2Exchange exchange, ChannelFuture answered) {
        if (!exchange.isRequestComplete) {
            answered.addListener(_ -> writeReset(exchange, Http2Error.NO_ERROR));
        }
    }

    private void writeReset(H2Exchange exchange, Http2Error error) {
        if (exchange.stream().state() != Http2Stream.State.CLOSED) {
            encoder()
                    .writeRstStream(
                            context(), exchange.stream().id(), error.code(), context().newPromise());
        }
    }

    // From here on: called by the server when it closes.

    /// First the client is told to open no more streams, then which was the last one that was taken.
    @Override
    public void drain() {
        outbox().add(
                        () -> {
                            goAway(context(), Integer.MAX_VALUE);
                            context()
                                    .executor()
                                    .schedule(
                                            () -> {
                                                goAway(
                                                        context(),
                                                        connection().remote().lastStreamCreated());
                                                context().channel().close();
                                            },
                                            DRAIN_GRACE.toMillis(),
                                            TimeUnit.MILLISECONDS);
                        });
    }

    private void goAway(ChannelHandlerContext context, int lastStream) {
        goAway(
                context,
                lastStream,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context.newPromise());
        context.flush();
    }

    @Override
    public void cut() {
        // Past this handler's own close, which would wait for the streams.
        outbox().add(() -> context().close());
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

    /// What the client sends.
    private final class Frames extends Http2EventAdapter {

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean isLast)
                throws Http2Exception {
            onHeadersRead(context, streamId, headers, padding, isLast);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int padding,
                boolean isLast)
                throws Http2Exception {
            Http2Stream stream = connection().stream(streamId);
            H2Exchange trailed = stream.getProperty(key);
            if (trailed != null) {
                complete(trailed);
                return;
            }
            if (handlers.get() >= HANDLERS_PER_STREAM * server.limits().concurrentStreams()) {
                throw Http2Exception.connectionError(
                        Http2Error.ENHANCE_YOUR_CALM, "too many requests at work");
            }
            RequestHead head;
            try {
                head = head(headers);
            } catch (HttpException e) {
                refuse(stream, e);
                return;
            }
            H2Exchange exchange =
                    new H2Exchange(H2ServerConnection.this, stream, facts, head, server);
            stream.setProperty(key, exchange);
            wasUsed = true;
            if (isLast) {
                complete(exchange);
            } else {
                unstarted.add(exchange);
            }
        }

        private RequestHead head(Http2Headers headers) {
            Headers lines = H2Headers.of(headers);
            String authority =
                    headers.authority() == null
                            ? lines.firstOr("host", "")
                            : H2Headers.text(headers.authority());
            return RequestHead.of(
                    H2Headers.text(headers.method()),
                    H2Headers.text(headers.path()),
                    authority,
                    lines);
        }

        private void refuse(Http2Stream stream, HttpException refusal) {
            Headers headers = Headers.of("content-type", "text/plain; charset=utf-8");
            encoder()
                    .writeHeaders(
                            context(),
                            stream.id(),
                            lines(refusal.status(), headers),
                            0,
                            false,
                            context().newPromise());
            ByteBuf text = Unpooled.copiedBuffer(refusal.text(), StandardCharsets.UTF_8);
            encoder().writeData(context(), stream.id(), text, 0, true, context().newPromise());
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext context,
                int streamId,
                ByteBuf data,
                int padding,
                boolean isLast) {
            int bytes = data.readableBytes();
            H2Exchange exchange = connection().stream(streamId).getProperty(key);
            if (exchange == null) {
                return bytes + padding;
            }
            int free = bytes;
            if (bytes > 0) {
                byte[] chunk = ByteBufUtil.getBytes(data);
                if (exchange.body().available() + bytes > FREE_BODY_BYTES) {
                    free = 0;
                    exchange.owe(bytes);
                }
                exchange.body().add(chunk);
            }
            if (isLast) {
                complete(exchange);
            }
            return free + padding;
        }

        private void complete(H2Exchange exchange) {
            exchange.isRequestComplete = true;
            exchange.body().end();
            start(exchange);
        }
    }

    /// Streams that end, however they do.
    private final class Streams extends Http2ConnectionAdapter {

        @Override
        public void onStreamClosed(Http2Stream stream) {
            H2Exchange exchange = stream.getProperty(key);
            if (exchange == null) {
                return;
            }
            exchange.ending().end();
            exchange.body().fail(new IOException("body: client has gone"));
            exchange.window().close("response: client has gone");
        }
    }
}
