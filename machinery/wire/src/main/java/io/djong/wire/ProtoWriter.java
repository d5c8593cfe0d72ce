package io.djong.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes protobuf from the last byte to the first, so that every length is known when it is written.
///
/// Confined to one call.
final class ProtoWriter {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private byte[] out = new byte[1024];

    /// Where the written part begins.
    private int at = out.length;

    byte[] toBytes() {
        return Arrays.copyOfRange(out, at, out.length);
    }

    /// How much is written so far; the difference of two readings is a length.
    int size() {
        return out.length - at;
    }

    private void ensure(int more) {
        if (at < more) {
            int size = size();
            byte[] bigger =
                    new byte
                            [Math.max(
                                    Math.multiplyExact(out.length, 2),
                                    Math.addExact(size, more) + 64)];
            System.arraycopy(out, at, bigger, bigger.length - size, size);
            out = bigger;
            at = bigger.length - size;
        }
    }

    void varint(long value) {
        ensure(10);
        int length = 1;
        for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        at -= length;
        int to = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out[to++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[to] = (byte) rest;
    }

    void tag(int number, int wireType) {
        varint((long) number << 3 | wireType);
    }

    void fixed64(long value) {
        ensure(8);
        at -= 8;
        for (int i = 0; i < 8; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
    }

    void raw(byte[] bytes) {
        ensure(bytes.length);
        at -= bytes.length;
        System.arraycopy(bytes, 0, out, at, bytes.length);
    }

    void field(int number, byte[] bytes) {
        raw(bytes);
        varint(bytes.length);
        tag(number, BYTES);
    }

    void field(int number, String text) {
        int before = size();
        text(text);
        varint(size() - before);
        tag(number, BYTES);
    }

    void field(int number, long value) {
        varint(value);
        tag(number, VARINT);
    }

    /// Closes a message whose content was written since `before`.
    void message(int number, int before) {
        varint(size() - before);
        tag(number, BYTES);
    }

    private void text(String text) {
        int length = text.length();
        ensure(length);
        int from = at - length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                raw(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            out[from + i] = (byte) c;
        }
        at = from;
    }
}
