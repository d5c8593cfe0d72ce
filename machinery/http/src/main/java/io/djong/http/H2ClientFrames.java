package io.djong.http;

import io.djong.http.TransportException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/// Gives calls what a server sends for them. Confined to the event loop.
final class H2ClientFrames extends Http2EventAdapter {

    /// An answer up to this size is taken without making the server wait for credit.
    private static final int FREE_BODY_BYTES = 256 * 1024;

    private final Http2Connection connection;
    private final H2ClientConnection owner;
    private final Http2Connection.PropertyKey key;

    /// The call whose stream is being made.
    private @Nullable ClientCall opening;

    H2ClientFrames(Http2Connection connection, H2ClientConnection owner) {
        this.connection = connection;
        this.owner = owner;
        this.key = connection.newKey();
    }

    /// Ties the stream that `write` makes to `call`, before anything can end it.
    void opening(ClientCall call, Runnable write) {
        opening = call;
        write.run();
        opening = null;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        Long granted = settings.maxConcurrentStreams();
        if (granted != null) {
            owner.grantPlaces((int) Math.min(granted, Integer.MAX_VALUE / 2));
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
            boolean isLast) {
        onHeadersRead(ctx, streamId, headers, padding, isLast);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean isLast) {
        ClientCall call = connection.stream(streamId).getProperty(key);
        if (call == null) {
            return;
        }
        if (!call.hasArrived()) {
            int status = H2Headers.status(headers);
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
            ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean isLast) {
        int bytes = data.readableBytes();
        ClientCall call = connection.stream(streamId).getProperty(key);
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
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
        ClientCall call = connection.stream(streamId).getProperty(key);
        boolean isHarmless =
                call != null && errorCode == Http2Error.NO_ERROR.code() && call.pipe().isComplete();
        if (call != null && !isHarmless) {
            call.fail(
                    closed("server reset the stream with error " + errorCode),
                    errorCode == Http2Error.REFUSED_STREAM.code());
        }
    }

    static TransportException closed(String message) {
        return new TransportException(Kind.CLOSED, message, null);
    }

    /// Streams that begin and end, however they do.
    Http2ConnectionAdapter endings() {
        return new Http2ConnectionAdapter() {

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
                if (call != null) {
                    call.fail(closed("server closed the connection"), false);
                    owner.freePlace();
                }
            }

            @Override
            public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
                failAbove(lastStreamId);
                owner.endAfterStreams();
            }
        };
    }

    /// The server says that it has not seen these.
    private void failAbove(int lastStreamId) {
        try {
            connection.forEachActiveStream(stream -> {
                ClientCall call = stream.getProperty(key);
                if (call != null && stream.id() > lastStreamId) {
                    call.fail(closed("server goes away"), true);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("the visitor throws nothing", e);
        }
    }
}
