package io.djong.http;

import io.djong.meta.Threads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An HTTP/1 connection that a client opened: one request at a time, pipelined ones wait. Confined to its event loop;
/// what handlers want comes through [Outbox].
///
/// @spec https://www.rfc-editor.org/rfc/rfc9112 HTTP/1.1
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class H1ServerConnection extends ChannelInboundHandlerAdapter implements ServerConnection {

    /// Reading stops when a body has this much waiting, and goes on at half of it.
    private static final int BODY_BUFFER_BYTES = 256 * 1024;

    /// Rest of a body that is read to save the connection, as much as Go's server does.
    private static final int DISCARD_BYTES = 256 * 1024;

    /// How long a refused client may go on sending before the connection is closed; closing at once would take the
    /// answer from it. As long as Go waits.
    private static final Duration LINGER = Duration.ofMillis(500);

    private final ServerContext server;
    private final ConnectionFacts facts;
    private final SendWindow window = new SendWindow();
    private final ArrayDeque<Object> pipelined = new ArrayDeque<>();
    private final Ticker idle;
    private @Nullable H1Exchange current;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbox outbox;
    private boolean wasUsed;
    private boolean draining;
    private boolean lingering;
    private int discarded;

    /// Read by handlers to save the way to the event loop.
    private volatile boolean bodyWaits;

    H1ServerConnection(ServerContext server, ConnectionFacts facts) {
        this.server = server;
        this.facts = facts;
        this.idle = new Ticker(server.limits().idleTimeout(), this::closeIfIdle);
    }

    Threads threads() {
        return server.threads();
    }

    SendWindow window() {
        return window;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        outbox = new Outbox(context.executor(), () -> context.channel().flush());
        server.connections().add(this);
        idle.start(context.executor());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        forget();
        H1Exchange exchange = current;
        current = null;
        if (exchange != null) {
            exchange.ending().end();
            exchange.body().fail(new IOException("body: client has gone"));
        }
        window.close("response: client has gone");
        super.channelInactive(context);
    }

    private void forget() {
        server.connections().remove(this);
        idle.stop();
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The socket or TLS broke; there is nobody to tell.
        context.close();
    }

    private void closeIfIdle() {
        if (current == null && !wasUsed) {
            context().close();
        }
        wasUsed = false;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (lingering) {
            ReferenceCountUtil.release(message);
        } else if (current != null && current.isRequestComplete) {
            pipelined.add(message);
            updateReading();
        } else {
            take(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        H1Exchange exchange = current;
        if (exchange != null) {
            start(exchange);
        }
        context.flush();
    }

    private void take(Object message) {
        if (message instanceof HttpRequest request) {
            begin(request);
        } else if (message instanceof HttpContent content) {
            try {
                takeBody(content);
            } finally {
                content.release();
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        wasUsed = true;
        boolean isOld = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        try {
            if (request.decoderResult().isFailure()) {
                throw refusal(request.decoderResult().cause());
            }
            Headers headers = H1Headers.of(request.headers());
            String host = headers.firstOr("host", "");
            RequestHead head =
                    RequestHead.of(request.method().name(), request.uri(), host, headers);
            boolean keepAlive = HttpUtil.isKeepAlive(request) && !draining;
            current = new H1Exchange(this, facts, head, server, isOld, keepAlive);
            discarded = 0;
        } catch (HttpException e) {
            refuse(e);
        }
    }

    private static HttpException refusal(Throwable cause) {
        return switch (cause) {
            case TooLongHttpHeaderException _ ->
                    new HttpException(431, "431 Request Header Fields Too Large");
            case TooLongHttpLineException _ -> new HttpException(414, "414 Request URI Too Long");
            default -> new HttpException(400, "400 Bad Request");
        };
    }

    private void refuse(HttpException refusal) {
        ByteBuf text = Unpooled.copiedBuffer(refusal.text(), StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(refusal.status()), text);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        linger(context().writeAndFlush(response));
    }

    private void takeBody(HttpContent content) {
        H1Exchange exchange = current;
        if (exchange == null) {
            return;
        }
        int bytes = content.content().readableBytes();
        if (content.decoderResult().isFailure()) {
            exchange.body().fail(new IOException("body: malformed chunk"));
            exchange.keepAlive = false;
        } else if (bytes > 0) {
            takeBytes(exchange, ByteBufUtil.getBytes(content.content()));
        }
        if (content instanceof LastHttpContent) {
            exchange.body().end();
            exchange.isRequestComplete = true;
            start(exchange);
            if (exchange.isAnswerComplete && current == exchange) {
                next();
            }
        }
    }

    private void takeBytes(H1Exchange exchange, byte[] chunk) {
        if (exchange.isAnswerComplete) {
            discarded += chunk.length;
            if (discarded > DISCARD_BYTES) {
                exchange.keepAlive = false;
                linger(context().newSucceededFuture());
            }
        } else if (exchange.body().add(chunk) > BODY_BUFFER_BYTES) {
            bodyWaits = true;
            updateReading();
        }
    }

    private void start(H1Exchange exchange) {
        if (!exchange.isStarted) {
            exchange.isStarted = true;
            server.serve(exchange, () -> {});
        }
    }

    /// While a handler is at work and its request is complete, reading goes on so that the client's leaving is noticed.
    private void updateReading() {
        context().channel().config().setAutoRead(pipelined.isEmpty() && !bodyWaits);
    }

    /// The current exchange is over in both directions.
    private void next() {
        H1Exchange done = current;
        current = null;
        if (done != null && !done.keepAlive) {
            return;
        }
        while (current == null || !current.isRequestComplete) {
            Object message = pipelined.poll();
            if (message == null) {
                break;
            }
            take(message);
        }
        if (current != null) {
            start(current);
        }
        updateReading();
    }

    /// Closes after `written`, but lets the client finish sending for a moment.
    private void linger(ChannelFuture written) {
        lingering = true;
        context().channel().config().setAutoRead(true);
        written.addListener(
                _ ->
                        context()
                                .executor()
                                .schedule(
                                        () -> context().close(),
                                        LINGER.toMillis(),
                                        TimeUnit.MILLISECONDS));
    }

    // From here on: called by handlers.

    void bodyConsumed(H1Exchange exchange) {
        if (bodyWaits && exchange.body().available() < BODY_BUFFER_BYTES / 2) {
            outbox().add(
                            () -> {
                                bodyWaits = false;
                                updateReading();
                            });
        }
    }

    void sendContinue() {
        outbox().add(
                        () ->
                                context()
                                        .write(
                                                new DefaultFullHttpResponse(
                                                        HttpVersion.HTTP_1_1,
                                                        HttpResponseStatus.CONTINUE,
                                                        Unpooled.EMPTY_BUFFER)));
    }

    void sendWhole(
            H1Exchange exchange, int status, Headers headers, @Nullable ByteBuf content) {
        outbox().add(
                        () -> {
                            if (current != exchange) {
                                return;
                            }
                            DefaultFullHttpResponse response =
                                    new DefaultFullHttpResponse(
                                            HttpVersion.HTTP_1_1,
                                            HttpResponseStatus.valueOf(status),
                                            content == null ? Unpooled.EMPTY_BUFFER : content,
                                            lines(exchange, headers),
                                            H1Headers.of(Headers.of()));
                            answered(exchange, context().write(response));
                        });
    }

    void sendHead(H1Exchange exchange, int status, Headers headers) {
        outbox().add(
                        () -> {
                            if (current != exchange) {
                                return;
                            }
                            if (exchange.isOldProtocol() && !headers.has("content-length")) {
                                exchange.keepAlive = false;
                            }
                            HttpHeaders lines = lines(exchange, headers);
                            if (!headers.has("content-length") && !exchange.isOldProtocol()) {
                                lines.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
                            }
                            context()
                                    .write(
                                            new DefaultHttpResponse(
                                                    HttpVersion.HTTP_1_1,
                                                    HttpResponseStatus.valueOf(status),
                                                    lines));
                        });
    }

    void sendData(H1Exchange exchange, ByteBuf data, boolean isLast) {
        outbox().add(() -> writeData(exchange, data, isLast));
    }

    private void writeData(H1Exchange exchange, ByteBuf data, boolean isLast) {
        int bytes = data.readableBytes();
        if (current != exchange) {
            data.release();
            window.release(bytes);
            return;
        }
        ChannelFuture written =
                context()
                        .write(
                                isLast
                                        ? new DefaultLastHttpContent(data)
                                        : new DefaultHttpContent(data));
        if (bytes > 0) {
            written.addListener(_ -> window.release(bytes));
        }
        if (isLast) {
            answered(exchange, written);
        }
    }

    private HttpHeaders lines(H1Exchange exchange, Headers headers) {
        HttpHeaders lines = H1Headers.of(headers);
        // How the body is framed is this connection's business, also when a handler passes on what another server said.
        lines.remove(HttpHeaderNames.TRANSFER_ENCODING);
        if (headers.tokens("connection").stream().anyMatch("close"::equalsIgnoreCase) || draining) {
            exchange.keepAlive = false;
        }
        if (!exchange.isRequestComplete && exchange.isWaitingToContinue()) {
            exchange.keepAlive = false;
        }
        if (!exchange.keepAlive) {
            lines.set(HttpHeaderNames.CONNECTION, "close");
        } else if (exchange.isOldProtocol()) {
            lines.set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        if (!headers.has("date")) {
            lines.set(HttpHeaderNames.DATE, server.date().value());
        }
        return lines;
    }

    private void answered(H1Exchange exchange, ChannelFuture written) {
        exchange.isAnswerComplete = true;
        exchange.body().discard();
        exchange.ending().end();
        bodyWaits = false;
        if (!exchange.keepAlive) {
            if (exchange.isRequestComplete) {
                written.addListener(ChannelFutureListener.CLOSE);
            } else {
                linger(written);
            }
        }
        if (exchange.isRequestComplete) {
            next();
        } else {
            updateReading();
        }
    }

    void cut(H1Exchange exchange) {
        outbox().add(
                        () -> {
                            if (current == exchange) {
                                context().flush();
                                context().close();
                            }
                        });
    }

    RawConnection takeOver(H1Exchange exchange, int status, Headers headers) {
        RawChannel raw = new RawChannel(context().channel(), outbox(), () -> exchange.ending().end());
        outbox().add(
                        () -> {
                            if (current != exchange) {
                                raw.fail(new IOException("connection: client has gone"));
                                return;
                            }
                            context()
                                    .write(
                                            new DefaultFullHttpResponse(
                                                    HttpVersion.HTTP_1_1,
                                                    HttpResponseStatus.valueOf(status),
                                                    Unpooled.EMPTY_BUFFER,
                                                    H1Headers.of(headers),
                                                    H1Headers.of(Headers.of())));
                            context().flush();
                            current = null;
                            context().pipeline().replace(this, "raw", raw);
                            context().pipeline().remove(HttpServerCodec.class);
                        });
        return raw;
    }

    // From here on: called by the server when it closes.

    @Override
    public void drain() {
        outbox().add(
                        () -> {
                            draining = true;
                            if (current == null) {
                                context().close();
                            } else {
                                current.keepAlive = false;
                            }
                        });
    }

    @Override
    public void cut() {
        outbox().add(() -> context().channel().close());
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
