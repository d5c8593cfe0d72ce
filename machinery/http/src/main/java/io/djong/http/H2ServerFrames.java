package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes exchanges of the frames that a client sends, and starts their handlers. Confined to the event loop.
final class H2ServerFrames extends Http2EventAdapter {

    /// A body up to this size is taken without making the client wait for credit.
    private static final int FREE_BODY_BYTES = 64 * 1024;

    /// Handlers at work on one connection, as a multiple of its streams. A client that resets streams faster than their
    /// handlers end is cut off, as Go does it.
    private static final int HANDLERS_PER_STREAM = 4;

    private final Http2Connection connection;
    private final H2Answers answers;
    private final ServerContext server;
    private final ConnectionFacts facts;
    private final Http2Connection.PropertyKey key;
    private final ArrayDeque<H2Exchange> unstarted = new ArrayDeque<>();

    /// Those that run now, counted down by their own threads.
    private final AtomicInteger handlers = new AtomicInteger();

    private boolean used;

    H2ServerFrames(
            Http2Connection connection,
            H2Answers answers,
            ServerContext server,
            ConnectionFacts facts) {
        this.connection = connection;
        this.answers = answers;
        this.server = server;
        this.facts = facts;
        this.key = connection.newKey();
    }

    /// Whether a request came since this was last asked.
    boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /// Starts handlers whose bodies have not come whole with what was read just now; the others need not wait.
    void startWaiting() {
        for (H2Exchange next = unstarted.poll(); next != null; next = unstarted.poll()) {
            start(next);
        }
    }

    private void start(H2Exchange exchange) {
        if (!exchange.isStarted && !exchange.isClosed()) {
            exchange.isStarted = true;
            handlers.incrementAndGet();
            server.serve(exchange, handlers::decrementAndGet);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean isLast)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, isLast);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean isLast)
            throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        H2Exchange trailed = stream.getProperty(key);
        if (trailed != null) {
            complete(trailed);
            return;
        }
        if (handlers.get() >= HANDLERS_PER_STREAM * server.limits().concurrentStreams()) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "too many requests at work");
        }
        used = true;
        RequestHead head;
        try {
            head = head(headers);
        } catch (HttpException e) {
            answers.refuse(stream, e);
            return;
        }
        H2Exchange exchange = new H2Exchange(answers, stream, facts, head, server);
        stream.setProperty(key, exchange);
        if (isLast) {
            complete(exchange);
        } else {
            unstarted.add(exchange);
        }
    }

    private static RequestHead head(Http2Headers headers) {
        Headers lines = H2Headers.of(headers);
        String authority =
                headers.authority() == null
                        ? lines.firstOr("host", "")
                        : H2Headers.text(headers.authority());
        return RequestHead.of(
                H2Headers.text(headers.method()), H2Headers.text(headers.path()), authority, lines);
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean isLast) {
        int bytes = data.readableBytes();
        H2Exchange exchange = connection.stream(streamId).getProperty(key);
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

    /// Streams that end, however they do.
    Http2ConnectionAdapter endings() {
        return new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                H2Exchange exchange = stream.getProperty(key);
                if (exchange != null) {
                    exchange.ending().end();
                    exchange.body().fail(new IOException("body: client has gone"));
                    exchange.window().close("response: client has gone");
                }
            }
        };
    }
}
