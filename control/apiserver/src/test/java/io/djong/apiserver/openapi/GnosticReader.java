package io.djong.apiserver.openapi;

import java.util.ArrayList;
import java.util.List;

/// Reads the strings of protobuf messages by field numbers, without knowing what [GnosticMessages] knows.
final class GnosticReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    private GnosticReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// Every value that is reached by following the fields in `path` from the outermost message.
    static List<byte[]> find(byte[] message, int... path) {
        List<byte[]> found = List.of(message);
        for (int number : path) {
            List<byte[]> inner = new ArrayList<>();
            for (byte[] one : found) {
                new GnosticReader(one, 0, one.length).collect(number, inner);
            }
            found = inner;
        }
        return found;
    }

    private void collect(int number, List<byte[]> found) {
        while (at < end) {
            long tag = varint();
            switch ((int) (tag & 7)) {
                case 0 -> varint();
                case 1 -> at += 8;
                case 2 -> {
                    int length = Math.toIntExact(varint());
                    if (at + length > end) {
                        throw new IllegalStateException("field " + (tag >>> 3) + " ends outside");
                    }
                    if (tag >>> 3 == number) {
                        byte[] value = new byte[length];
                        System.arraycopy(bytes, at, value, 0, length);
                        found.add(value);
                    }
                    at += length;
                }
                default -> throw new IllegalStateException("wire type of tag " + tag);
            }
        }
    }

    private long varint() {
        long value = 0;
        int shift = 0;
        while (true) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }
}
