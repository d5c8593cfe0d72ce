package io.djong.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The frames of SPDY/3.1 that Kubernetes uses; others are skipped.
sealed interface SpdyFrame {

    int VERSION = 3;
    int FIN = 0x01;

    int SYN_STREAM = 1;
    int SYN_REPLY = 2;
    int RST_STREAM = 3;
    int PING = 6;
    int GOAWAY = 7;

    int PROTOCOL_ERROR = 1;
    int REFUSED_STREAM = 3;
    int CANCEL = 5;

    /// More than any control frame of Kubernetes; bounds what one frame can make us hold.
    int CONTROL_BYTES = 64 * 1024;

    @SuppressWarnings("ArrayRecordComponent")
    record SynStream(int streamId, byte[] headerBlock, boolean isLast) implements SpdyFrame {}

    @SuppressWarnings("ArrayRecordComponent")
    record SynReply(int streamId, byte[] headerBlock, boolean isLast) implements SpdyFrame {}

    record Reset(int streamId, int status) implements SpdyFrame {}

    record Ping(int id) implements SpdyFrame {}

    record GoAway() implements SpdyFrame {}

    /// `length` bytes of payload follow on the wire.
    record Data(int streamId, int length, boolean isLast) implements SpdyFrame {}

    /// Settings, window updates (flow control is not used) and the like.
    record Ignored() implements SpdyFrame {}

    /// More headers for a stream; read so that the zlib stream stays in step.
    @SuppressWarnings("ArrayRecordComponent")
    record MoreHeaders(int streamId, byte[] headerBlock, boolean isLast) implements SpdyFrame {}

    /// The next frame; null at the end of the input.
    static @Nullable SpdyFrame read(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int word = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int flagsAndLength = in.readInt();
        int length = flagsAndLength & 0xFFFFFF;
        boolean isLast = (flagsAndLength >>> 24 & FIN) != 0;
        if (word >= 0) {
            return new Data(word, length, isLast);
        }
        if (length > CONTROL_BYTES) {
            throw new IOException("spdy: control frame of " + length + " bytes");
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return control(word & 0xFFFF, isLast, ByteBuffer.wrap(payload));
    }

    private static SpdyFrame control(int type, boolean isLast, ByteBuffer payload)
            throws IOException {
        final int headersType = 8;
        int least =
                switch (type) {
                    case SYN_STREAM -> 10;
                    case SYN_REPLY, PING, headersType -> 4;
                    case RST_STREAM -> 8;
                    default -> 0;
                };
        if (payload.remaining() < least) {
            throw new IOException("spdy: frame of type " + type + " is too short");
        }
        return switch (type) {
            case SYN_STREAM -> {
                int streamId = payload.getInt() & Integer.MAX_VALUE;
                payload.position(10);
                yield new SynStream(streamId, rest(payload), isLast);
            }
            case SYN_REPLY ->
                    new SynReply(payload.getInt() & Integer.MAX_VALUE, rest(payload), isLast);
            case headersType ->
                    new MoreHeaders(payload.getInt() & Integer.MAX_VALUE, rest(payload), isLast);
            case RST_STREAM -> new Reset(payload.getInt() & Integer.MAX_VALUE, payload.getInt());
            case PING -> new Ping(payload.getInt());
            case GOAWAY -> new GoAway();
            default -> new Ignored();
        };
    }

    private static byte[] rest(ByteBuffer payload) {
        byte[] rest = new byte[payload.remaining()];
        payload.get(rest);
        return rest;
    }

    /// A whole control frame.
    static byte[] control(int type, boolean isLast, byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .putShort((short) (0x8000 | VERSION))
                .putShort((short) type)
                .putInt((isLast ? FIN : 0) << 24 | payload.length)
                .put(payload)
                .array();
    }

    /// The eight bytes in front of a data frame's payload.
    static byte[] dataHeader(int streamId, boolean isLast, int length) {
        return ByteBuffer.allocate(8)
                .putInt(streamId)
                .putInt((isLast ? FIN : 0) << 24 | length)
                .array();
    }
}
