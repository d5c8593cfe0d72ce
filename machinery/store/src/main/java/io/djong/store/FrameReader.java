package io.djong.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads a file's frames one after the other.
final class FrameReader {

    private static final int WINDOW_BYTES = 1 << 20;

    private final Disk.File file;
    private final long salt;
    private final long size;

    /// The part of the file that is in memory, from `windowAt` on.
    private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);

    private long windowAt;
    private long position = FileHeader.BYTES;

    sealed interface Frame {
        /// @param payload valid until the next read
        record Sound(ByteBuffer payload) implements Frame {}

        /// Nothing but zeros follows, if anything.
        record End() implements Frame {}

        record Corrupt() implements Frame {}
    }

    FrameReader(Disk.File file, long salt) throws IOException {
        this.file = file;
        this.salt = salt;
        this.size = file.size();
    }

    /// Where the next frame begins, or should.
    long position() {
        return position;
    }

    Frame next() throws IOException {
        Frame frame = frameAt(position);
        if (frame instanceof Frame.Sound(var payload)) {
            position += FrameWriter.HEADER_BYTES + payload.remaining();
        }
        return frame;
    }

    /// Whether what follows here is more than the remains of one write: any later frame that is sound
    /// was written after this one was complete.
    boolean isFollowedBySoundFrame() throws IOException {
        for (long at = position + 1; at + FrameWriter.HEADER_BYTES <= size; at++) {
            if (load(at, Integer.BYTES).getInt() == FrameWriter.MAGIC
                    && frameAt(at) instanceof Frame.Sound) {
                return true;
            }
        }
        return false;
    }

    private Frame frameAt(long at) throws IOException {
        if (at + FrameWriter.HEADER_BYTES > size) {
            return isZeroFrom(at) ? new Frame.End() : new Frame.Corrupt();
        }
        ByteBuffer header = load(at, FrameWriter.HEADER_BYTES);
        int magic = header.getInt();
        int length = header.getInt();
        int checksum = header.getInt();
        if (magic == 0 && isZeroFrom(at)) {
            return new Frame.End();
        }
        long payloadAt = at + FrameWriter.HEADER_BYTES;
        if (magic != FrameWriter.MAGIC || length < 0 || length > size - payloadAt) {
            return new Frame.Corrupt();
        }
        ByteBuffer payload = load(payloadAt, length);
        return FrameWriter.checksum(salt, payload.duplicate()) == checksum
                ? new Frame.Sound(payload)
                : new Frame.Corrupt();
    }

    private boolean isZeroFrom(long at) throws IOException {
        for (long from = at; from < size; ) {
            ByteBuffer bytes = load(from, (int) Math.min(WINDOW_BYTES, size - from));
            from += bytes.remaining();
            while (bytes.hasRemaining()) {
                if (bytes.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The file's bytes from `at` on, which must exist.
    private ByteBuffer load(long at, int length) throws IOException {
        if (at < windowAt || at + length > windowAt + window.limit()) {
            int wanted = (int) Math.min(Math.max(length, WINDOW_BYTES), size - at);
            window = wanted <= window.capacity() ? window : ByteBuffer.allocate(wanted);
            window.clear().limit(wanted);
            file.read(window, at);
            window.flip();
            windowAt = at;
            if (window.limit() < length) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return window.slice((int) (at - windowAt), length);
    }
}
