package io.djong.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the fields of protobuf messages. Confined to one call.
final class ProtoReader {

    private static final String UNEXPECTED_END = "unexpected EOF";

    private final byte[] in;
    private int at;
    private int end;
    private int depth;

    ProtoReader(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /// The next field's number and wire type, as they are encoded.
    int tag() {
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw new DecodeException(
                    "proto: illegal tag " + (tag >>> 3) + " (wire type " + (tag & 7) + ")");
        }
        return (int) tag;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new DecodeException(UNEXPECTED_END);
            }
            byte b = in[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new DecodeException("proto: integer overflow");
    }

    long fixed64() {
        need(8);
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | (in[at + i] & 0xff);
        }
        at += 8;
        return value;
    }

    private void need(int bytes) {
        if (end - at < bytes) {
            throw new DecodeException(UNEXPECTED_END);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0) {
            throw new DecodeException("proto: negative length found during unmarshaling");
        }
        if (length > end - at) {
            throw new DecodeException(UNEXPECTED_END);
        }
        return (int) length;
    }

    String text() {
        int length = length();
        int from = at;
        at += length;
        for (int i = from; i < at; i++) {
            if (in[i] < 0) {
                return new String(in, from, length, StandardCharsets.UTF_8);
            }
        }
        return new String(in, from, length, StandardCharsets.ISO_8859_1);
    }

    byte[] bytes() {
        int length = length();
        at += length;
        return Arrays.copyOfRange(in, at - length, at);
    }

    /// Begins an embedded message; the returned end has to be given back to [#leave].
    int enter() {
        int length = length();
        if (++depth > Json.DEPTH_MAX) {
            throw new DecodeException("exceeded max depth");
        }
        int outer = end;
        end = at + length;
        return outer;
    }

    void leave(int outer) {
        at = end;
        end = outer;
        depth--;
    }

    void expect(int tag, int wireType) {
        if ((tag & 7) != wireType) {
            throw new DecodeException(
                    "proto: wrong wireType = " + (tag & 7) + " for field " + (tag >>> 3));
        }
    }

    void skip(int tag) {
        switch (tag & 7) {
            case ProtoWriter.VARINT -> varint();
            case ProtoWriter.FIXED64 -> {
                need(8);
                at += 8;
            }
            case ProtoWriter.BYTES -> at += length();
            case ProtoWriter.FIXED32 -> {
                need(4);
                at += 4;
            }
            case 3 -> skipGroup(tag >>> 3);
            default -> throw new DecodeException("proto: illegal wireType " + (tag & 7));
        }
    }

    private void skipGroup(int number) {
        if (++depth > Json.DEPTH_MAX) {
            throw new DecodeException("exceeded max depth");
        }
        while (true) {
            int tag = tag();
            if ((tag & 7) == 4) {
                if (tag >>> 3 != number) {
                    throw new DecodeException("proto: unexpected end of group");
                }
                depth--;
                return;
            }
            skip(tag);
        }
    }
}
