package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes what handlers answer on an HTTP/2 connection. Called by their threads, which hand the work to the event loop.
///
/// What Netty's futures would tell shows as the end of the stream.
@SuppressWarnings("FutureReturnValueIgnored")
final class H2Answers {

    private final H2ServerConnection connection;
    private final ServerContext server;

    H2Answers(H2ServerConnection connection, ServerContext server) {
        this.connection = connection;
        this.server = server;
    }

    /// Lets the client send `bytes` more.
    void giveCredit(Http2Stream stream, int bytes) {
        later(() -> {
            try {
                connection.connection().local().flowController().consumeBytes(stream, bytes);
            } catch (Http2Exception e) {
                connection.onError(context(), true, e);
            }
        });
    }

    void sendContinue(Http2Stream stream) {
        Http2Headers lines = new DefaultHttp2Headers(false).status("100");
        later(() ->
                encoder()
                        .writeHeaders(
                                context(), stream.id(), lines, 0, false, context().newPromise()));
    }

    void sendHead(H2Exchange exchange, int status, Headers headers) {
        Http2Headers lines = lines(status, headers);
        later(() -> writeHeaders(exchange, lines, false));
    }

    void sendData(H2Exchange exchange, ByteBuf data, boolean isLast) {
        int bytes = data.readableBytes();
        later(() -> writeData(exchange, data, isLast, () -> exchange.window().release(bytes)));
    }

    void sendWhole(H2Exchange exchange, int status, Headers headers, @Nullable ByteBuf content) {
        Http2Headers lines = lines(status, headers);
        later(() -> {
            writeHeaders(exchange, lines, content == null);
            if (content != null) {
                writeData(exchange, content, true, null);
            }
        });
    }

    void reset(H2Exchange exchange) {
        later(() -> writeReset(exchange, Http2Error.INTERNAL_ERROR));
    }

    /// Answers a request that no handler will see. Called by the event loop.
    void refuse(Http2Stream stream, HttpException refusal) {
        Http2Headers lines =
                lines(refusal.status(), Headers.of("content-type", "text/plain; charset=utf-8"));
        ByteBuf text = Unpooled.copiedBuffer(refusal.text(), StandardCharsets.UTF_8);
        encoder().writeHeaders(context(), stream.id(), lines, 0, false, context().newPromise());
        encoder().writeData(context(), stream.id(), text, 0, true, context().newPromise());
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

    /// @param whenGone run when the data is on the wire or dropped
    private void writeData(
            H2Exchange exchange, ByteBuf data, boolean isLast, @Nullable Runnable whenGone) {
        if (!exchange.stream().state().localSideOpen()) {
            data.release();
            if (whenGone != null) {
                whenGone.run();
            }
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
        if (whenGone != null) {
            written.addListener(_ -> whenGone.run());
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
                            context(),
                            exchange.stream().id(),
                            error.code(),
                            context().newPromise());
        }
    }

    private void later(Runnable command) {
        connection.outbox().add(command);
    }

    private Http2ConnectionEncoder encoder() {
        return connection.encoder();
    }

    private ChannelHandlerContext context() {
        return connection.context();
    }
}
