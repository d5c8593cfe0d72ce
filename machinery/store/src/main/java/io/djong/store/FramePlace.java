package io.djong.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a snapshot's frames lie: found by their headers alone, so that several threads can read them.
///
/// @param at where its header begins
record FramePlace(long at, int length) {

    /// All frames up to the first place that holds none.
    static List<FramePlace> of(Disk.File file) throws IOException {
        List<FramePlace> places = new ArrayList<>();
        long size = file.size();
        long at = FileHeader.BYTES;
        ByteBuffer header = ByteBuffer.allocate(FrameWriter.HEADER_BYTES);
        while (at + FrameWriter.HEADER_BYTES <= size) {
            file.read(header.clear(), at);
            int length = header.getInt(4);
            if (header.getInt(0) != FrameWriter.MAGIC
                    || length <= 0
                    || length > size - at - FrameWriter.HEADER_BYTES) {
                break;
            }
            places.add(new FramePlace(at, length));
            at += FrameWriter.HEADER_BYTES + length;
        }
        return places;
    }

    /// Where the next one would begin.
    long end() {
        return at + FrameWriter.HEADER_BYTES + length;
    }

    /// The frame's payload; null if its checksum differs.
    @Nullable ByteBuffer read(Disk.File file, long salt) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FrameWriter.HEADER_BYTES + length);
        file.read(frame, at);
        ByteBuffer payload = frame.flip().slice(FrameWriter.HEADER_BYTES, length);
        boolean isSound = FrameWriter.checksum(salt, payload.duplicate()) == frame.getInt(8);
        return isSound ? payload : null;
    }
}
