package io.djong.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Puts one frame together: what reaches the disk as a whole or counts as not written.
///
/// Big-endian: 4 bytes magic, 4 length of the payload, 4 CRC-32C of the file's salt, the length and the payload.
/// The salt keeps bytes that somebody stored from passing as a frame.
final class FrameWriter {

    static final int MAGIC = 0xD5_0A_F4_3E;
    static final int HEADER_BYTES = 12;

    /// A buffer that one large frame made grow beyond this is not kept.
    private static final int KEPT_BYTES_MAX = 16 << 20;

    private static final int FIRST_BYTES = 64 << 10;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);

    FrameWriter begin() {
        if (buffer.capacity() > KEPT_BYTES_MAX) {
            buffer = ByteBuffer.allocateDirect(FIRST_BYTES);
        }
        buffer.clear().position(HEADER_BYTES);
        return this;
    }

    FrameWriter putByte(int value) {
        room(1).put((byte) value);
        return this;
    }

    FrameWriter putInt(int value) {
        room(4).putInt(value);
        return this;
    }

    FrameWriter putLong(long value) {
        room(8).putLong(value);
        return this;
    }

    FrameWriter putString(String value) {
        return putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    FrameWriter putBytes(byte[] value) {
        room(4 + value.length).putInt(value.length).put(value);
        return this;
    }

    int payloadBytes() {
        return buffer.position() - HEADER_BYTES;
    }

    /// The whole frame, to be written before the next [#begin].
    ByteBuffer end(long salt) {
        int length = payloadBytes();
        buffer.flip();
        buffer.putInt(0, MAGIC).putInt(4, length);
        buffer.putInt(8, checksum(salt, buffer.slice(HEADER_BYTES, length)));
        return buffer;
    }

    static int checksum(long salt, ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(salt).putInt(payload.remaining()).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            ByteBuffer larger =
                    ByteBuffer.allocateDirect(Math.max(needed, grown(buffer.capacity())));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }

    private static int grown(int capacity) {
        return (int) Math.min(2L * capacity, Integer.MAX_VALUE - 8);
    }
}
