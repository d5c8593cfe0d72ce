package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes what handlers answer on an HTTP/1 connection. Called by their threads, which hand the work to the event loop.
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class H1Answers {

    private final H1ServerConnection connection;
    private final ServerContext server;
    private final SendWindow window = new SendWindow();

    H1Answers(H1ServerConnection connection, ServerContext server) {
        this.connection = connection;
        this.server = server;
    }

    SendWindow window() {
        return window;
    }

    void sendContinue() {
        later(() -> context().write(whole(100, Unpooled.EMPTY_BUFFER, Headers.of())));
    }

    void sendWhole(H1Exchange exchange, int status, Headers headers, @Nullable ByteBuf content) {
        later(() -> {
            if (connection.isCurrent(exchange)) {
                DefaultFullHttpResponse response =
                        new DefaultFullHttpResponse(
                                HttpVersion.HTTP_1_1,
                                HttpResponseStatus.valueOf(status),
                                content == null ? Unpooled.EMPTY_BUFFER : content,
                                lines(exchange, headers),
                                H1Headers.of(Headers.of()));
                connection.answered(exchange, context().write(response));
            }
        });
    }

    void sendHead(H1Exchange exchange, int status, Headers headers) {
        later(() -> {
            if (connection.isCurrent(exchange)) {
                context().write(head(exchange, status, headers));
            }
        });
    }

    private DefaultHttpResponse head(H1Exchange exchange, int status, Headers headers) {
        boolean isMeasured = headers.has("content-length");
        if (exchange.isOldProtocol() && !isMeasured) {
            // Only the end of the connection tells the end of the body.
            exchange.keepAlive = false;
        }
        HttpHeaders lines = lines(exchange, headers);
        if (!isMeasured && !exchange.isOldProtocol()) {
            lines.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        }
        return new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), lines);
    }

    void sendData(H1Exchange exchange, ByteBuf data, boolean isLast) {
        int bytes = data.readableBytes();
        later(() -> {
            if (!connection.isCurrent(exchange)) {
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
            written.addListener(_ -> window.release(bytes));
            if (isLast) {
                connection.answered(exchange, written);
            }
        });
    }

    private HttpHeaders lines(H1Exchange exchange, Headers headers) {
        HttpHeaders lines = H1Headers.of(headers);
        // How the body is framed is this connection's business, also when a handler passes on what
        // another server said.
        lines.remove(HttpHeaderNames.TRANSFER_ENCODING);
        boolean asksToClose =
                headers.tokens("connection").stream().anyMatch("close"::equalsIgnoreCase);
        boolean neverAskedForBody = !exchange.isRequestComplete && exchange.isWaitingToContinue();
        if (asksToClose || neverAskedForBody || connection.isDraining()) {
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

    /// Answers a request that no handler will see. Called by the event loop.
    ChannelFuture refuse(HttpException refusal) {
        ByteBuf text = Unpooled.copiedBuffer(refusal.text(), StandardCharsets.UTF_8);
        Headers headers =
                Headers.of(
                        "Content-Type",
                        "text/plain; charset=utf-8",
                        "Content-Length",
                        Integer.toString(text.readableBytes()),
                        "Connection",
                        "close");
        return context().writeAndFlush(whole(refusal.status(), text, headers));
    }

    /// Breaks the connection, as there is no other way to say that an answer will not be finished.
    void cut(H1Exchange exchange) {
        later(() -> {
            if (connection.isCurrent(exchange)) {
                context().flush();
                context().close();
            }
        });
    }

    RawConnection takeOver(H1Exchange exchange, int status, Headers headers) {
        RawChannel raw =
                new RawChannel(
                        context().channel(), connection.outbox(), () -> exchange.ending().end());
        later(() -> {
            if (connection.isCurrent(exchange)) {
                context().writeAndFlush(whole(status, Unpooled.EMPTY_BUFFER, headers));
                connection.giveUpTo(raw);
            } else {
                raw.fail(new IOException("connection: client has gone"));
            }
        });
        return raw;
    }

    private static DefaultFullHttpResponse whole(int status, ByteBuf content, Headers headers) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                content,
                H1Headers.of(headers),
                H1Headers.of(Headers.of()));
    }

    private void later(Runnable command) {
        connection.outbox().add(command);
    }

    private ChannelHandlerContext context() {
        return connection.context();
    }
}
