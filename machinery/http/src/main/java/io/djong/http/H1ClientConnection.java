package io.djong.http;

import io.djong.http.TransportException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection to a server: one call at a time. Confined to its event loop, but for what the pool and the
/// callers' threads use.
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class H1ClientConnection extends ChannelInboundHandlerAdapter
        implements ClientConnection, ClientCall.Wire {

    /// Reading stops when a body has this much waiting, and goes on at half of it.
    private static final int BODY_BUFFER_BYTES = 512 * 1024;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Channel channel;
    private final Outbox outbox;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final boolean isShared;

    /// Told when the connection is free again, or gone.
    private final Runnable onFree;

    /// What came behind a 101 before the caller took the connection over. Bounded: nothing is read after the 101.
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);

    private @Nullable ClientCall current;
    private boolean requestSent;
    private boolean answerComplete;
    private boolean keepAlive;
    private final ReadPause pause = new ReadPause(BODY_BUFFER_BYTES);
    private volatile boolean unusable;
    private volatile boolean used;

    /// @param isShared whether further calls may follow the first
    H1ClientConnection(Channel channel, boolean isShared, Runnable onFree) {
        this.channel = channel;
        this.isShared = isShared;
        this.outbox = new Outbox(channel.eventLoop(), channel::flush);
        this.onFree = onFree;
    }

    @Override
    public boolean reserve() {
        return !isClosed() && busy.compareAndSet(false, true);
    }

    @Override
    public boolean isClosed() {
        return unusable || !channel.isActive();
    }

    @Override
    public boolean wasIdle() {
        boolean idle = !used && !busy.get();
        used = false;
        return idle;
    }

    @Override
    public ClientCall start(Request request) {
        used = true;
        ClientCall call = new ClientCall(this, "HTTP/1.1", request.readTimeout());
        Headers lines = RequestLines.lines(request);
        HttpHeaders target = H1Headers.of(lines);
        target.set(HttpHeaderNames.HOST, RequestLines.authority(request));
        HttpMethod method = HttpMethod.valueOf(request.method());
        outbox.add(() -> {
            if (isClosed()) {
                call.fail(gone(), true);
                return;
            }
            current = call;
            answerComplete = false;
            keepAlive = true;
            writeHead(request, method, target);
        });
        return call;
    }

    private void writeHead(Request request, HttpMethod method, HttpHeaders lines) {
        if (request.body() instanceof RequestBody.Stream(var _, long length)) {
            requestSent = false;
            if (length < 0) {
                lines.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
            }
            channel.write(
                    new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, request.target(), lines));
            return;
        }
        requestSent = true;
        ByteBuf body =
                request.body() instanceof RequestBody.Bytes(byte[] bytes)
                        ? Unpooled.wrappedBuffer(bytes)
                        : Unpooled.EMPTY_BUFFER;
        channel.write(
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        method,
                        request.target(),
                        body,
                        lines,
                        H1Headers.of(Headers.of())));
    }

    @Override
    public void sendPart(ClientCall call, byte[] part, boolean isLast) {
        outbox.add(() -> writePart(call, part, isLast));
    }

    private void writePart(ClientCall call, byte[] part, boolean isLast) {
        if (current != call) {
            call.window().release(part.length);
            return;
        }
        ByteBuf data = Unpooled.wrappedBuffer(part);
        ChannelFuture written =
                channel.write(
                        isLast ? new DefaultLastHttpContent(data) : new DefaultHttpContent(data));
        written.addListener(_ -> call.window().release(part.length));
        if (isLast) {
            requestSent = true;
            freeIfDone();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            early.add(bytes);
            return;
        }
        try {
            if (message instanceof HttpResponse response) {
                takeHead(response);
            }
            if (message instanceof HttpContent content) {
                takeBody(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void takeHead(HttpResponse response) {
        ClientCall call = current;
        if (call == null || response.decoderResult().isFailure()) {
            broken(
                    new TransportException(
                            Kind.CLOSED, "malformed response", response.decoderResult().cause()));
            return;
        }
        int status = response.status().code();
        if (status < 200 && status != SWITCHING_PROTOCOLS) {
            return;
        }
        keepAlive = HttpUtil.isKeepAlive(response);
        if (status == SWITCHING_PROTOCOLS) {
            // The caller takes the connection over; until then nothing more is read.
            unusable = true;
            channel.config().setAutoRead(false);
        }
        call.arrive(status, H1Headers.of(response.headers()));
    }

    private void takeBody(HttpContent content) {
        ClientCall call = current;
        if (call == null || !call.hasArrived()) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            broken(
                    new TransportException(
                            Kind.CLOSED,
                            "malformed response body",
                            content.decoderResult().cause()));
            return;
        }
        if (content.content().isReadable()) {
            int waiting = call.pipe().add(ByteBufUtil.getBytes(content.content()));
            pause.pause(waiting, call.pipe(), channel.config());
        }
        if (content instanceof LastHttpContent) {
            answerComplete = true;
            call.pipe().end();
            freeIfDone();
        }
    }

    private void freeIfDone() {
        if (!answerComplete || unusable) {
            return;
        }
        if (!requestSent || !keepAlive || !isShared) {
            // A server that answers before it has read everything will not read the rest.
            unusable = true;
            channel.close();
            return;
        }
        current = null;
        pause.resume(channel.config());
        busy.set(false);
        onFree.run();
    }

    @Override
    public void consumed(ClientCall call, int bytes) {
        if (pause.mayResume(call.pipe())) {
            outbox.add(() -> pause.resume(channel.config()));
        }
    }

    @Override
    public void cancel(ClientCall call) {
        if (!call.pipe().isComplete()) {
            outbox.add(() -> {
                if (current == call && !answerComplete) {
                    unusable = true;
                    channel.close();
                }
            });
        }
    }

    /// Hands the connection over after a 101.
    RawConnection takeOver() {
        RawChannel raw = new RawChannel(channel, outbox, () -> {});
        outbox.add(() -> {
            current = null;
            early.forEach(raw::take);
            early.clear();
            channel.pipeline().addLast("raw", raw);
            // Gone already when the server has hung up.
            if (channel.pipeline().context(this) != null) {
                channel.pipeline().remove(this);
                channel.pipeline().remove(HttpClientCodec.class);
            }
        });
        return raw;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        unusable = true;
        ClientCall call = current;
        current = null;
        if (call != null) {
            // A kept connection may have been closed by the server just before the request came.
            call.fail(gone(), false);
        }
        onFree.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken(
                new TransportException(
                        Kind.CLOSED, "connection broke: " + cause.getMessage(), cause));
    }

    private void broken(TransportException cause) {
        unusable = true;
        ClientCall call = current;
        current = null;
        if (call != null) {
            call.fail(cause, false);
        }
        channel.close();
    }

    private static TransportException gone() {
        return new TransportException(Kind.CLOSED, "server closed the connection", null);
    }

    @Override
    public void close() {
        unusable = true;
        channel.close();
    }
}
