package io.djong.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An HTTP/1 connection that a client opened: one request at a time, pipelined ones wait. What goes out is for
/// [H1Answers]. Confined to its event loop.
///
/// What Netty's futures would tell shows as the end of the channel.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9112 HTTP/1.1
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
    private final H1Answers answers;
    private final ArrayDeque<Object> pipelined = new ArrayDeque<>();
    private final Ticker idle;
    private final ReadPause pause = new ReadPause(BODY_BUFFER_BYTES);
    private @Nullable H1Exchange current;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbox outbox;
    private boolean used;
    private boolean draining;
    private boolean lingering;
    private int discarded;

    H1ServerConnection(ServerContext server, ConnectionFacts facts) {
        this.server = server;
        this.facts = facts;
        this.answers = new H1Answers(this, server);
        this.idle = new Ticker(server.limits().idleTimeout(), this::closeIfIdle);
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
        answers.window().close("response: client has gone");
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
        if (current == null && !used) {
            context().close();
        }
        used = false;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (lingering) {
            ReferenceCountUtil.release(message);
        } else if (mustWait() || !pipelined.isEmpty()) {
            pipelined.add(message);
            updateReading();
        } else {
            take(message);
        }
    }

    /// Whether messages belong to a later request, or to one whose answer would not find room.
    private boolean mustWait() {
        H1Exchange exchange = current;
        return exchange == null ? !context().channel().isWritable() : exchange.isRequestComplete;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            takePipelined();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Most small bodies have come whole by now, so that their handlers need not wait.
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
        used = true;
        discarded = 0;
        try {
            if (request.decoderResult().isFailure()) {
                throw H1Headers.refusal(request.decoderResult().cause());
            }
            Headers headers = H1Headers.of(request.headers());
            RequestHead head =
                    RequestHead.of(
                            request.method().name(),
                            request.uri(),
                            headers.firstOr("host", ""),
                            headers);
            boolean isOld = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
            boolean keepAlive = HttpUtil.isKeepAlive(request) && !draining;
            current = new H1Exchange(this, answers, facts, head, server, isOld, keepAlive);
        } catch (HttpException e) {
            linger(answers.refuse(e));
        }
    }

    private void takeBody(HttpContent content) {
        H1Exchange exchange = current;
        if (exchange == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            exchange.body().fail(new IOException("body: malformed chunk"));
            exchange.keepAlive = false;
        } else if (content.content().isReadable()) {
            takeBytes(exchange, ByteBufUtil.getBytes(content.content()));
        }
        if (content instanceof LastHttpContent) {
            exchange.body().end();
            exchange.isRequestComplete = true;
            start(exchange);
            if (exchange.isAnswerComplete) {
                next(exchange);
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
        } else if (pause.pauses(exchange.body().add(chunk), exchange.body())) {
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
        context().channel().config().setAutoRead(pipelined.isEmpty() && !pause.isPaused());
    }

    /// The last byte of an answer has been handed on.
    void answered(H1Exchange exchange, ChannelFuture written) {
        exchange.isAnswerComplete = true;
        exchange.body().discard();
        exchange.ending().end();
        pause.end();
        if (exchange.isRequestComplete) {
            if (!exchange.keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
            next(exchange);
        } else if (exchange.keepAlive) {
            updateReading();
        } else {
            linger(written);
        }
    }

    /// An exchange is over in both directions.
    private void next(H1Exchange done) {
        current = null;
        if (done.keepAlive) {
            takePipelined();
        }
    }

    private void takePipelined() {
        while (!pipelined.isEmpty() && !lingering && !mustWait()) {
            take(pipelined.remove());
        }
        H1Exchange exchange = current;
        if (exchange != null) {
            start(exchange);
        }
        updateReading();
    }

    /// Closes after `written`, but lets the client finish sending for a moment.
    private void linger(ChannelFuture written) {
        lingering = true;
        context().channel().config().setAutoRead(true);
        written.addListener(_ ->
                context()
                        .executor()
                        .schedule(
                                () -> context().close(), LINGER.toMillis(), TimeUnit.MILLISECONDS));
    }

    boolean isCurrent(H1Exchange exchange) {
        return current == exchange;
    }

    boolean isDraining() {
        return draining;
    }

    /// Called by whoever reads the body.
    void bodyConsumed(H1Exchange exchange) {
        if (pause.mayResume(exchange.body())) {
            outbox().add(() -> {
                pause.end();
                updateReading();
            });
        }
    }

    /// Puts `raw` in this connection's and HTTP's place.
    void giveUpTo(RawChannel raw) {
        current = null;
        context().pipeline().replace(this, "raw", raw);
        context().pipeline().remove(HttpServerCodec.class);
    }

    @Override
    public void drain() {
        outbox().add(() -> {
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
