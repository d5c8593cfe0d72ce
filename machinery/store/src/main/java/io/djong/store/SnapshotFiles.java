package io.djong.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Writes and reads the whole state at one revision: a header, frames of entries, and a last frame with their number.
///
/// An entry is, big-endian: 8 bytes created, 8 modified, 8 version, key and value with 4 bytes of length before each.
final class SnapshotFiles {

    private static final int FRAME_BYTES = 256 << 10;
    private static final int ENTRIES = 1;
    private static final int END = 2;

    private final Disk disk;
    private final RandomGenerator random;

    SnapshotFiles(Disk disk, RandomGenerator random) {
        this.disk = disk;
        this.random = random;
    }

    /// Returns the file's length, or -1 if `gaveUp` became true first.
    long write(long revision, List<Entry> entries, BooleanSupplier gaveUp) throws IOException {
        String unfinished = FileNames.SNAPSHOT.unfinished(revision);
        long length;
        try (Disk.File file = disk.create(unfinished)) {
            long salt = random.nextLong();
            file.write(new FileHeader(FileHeader.Kind.SNAPSHOT, salt, revision).encode(), 0);
            length = FileHeader.BYTES;
            FrameWriter frame = new FrameWriter();
            for (int next = 0; next < entries.size(); ) {
                if (gaveUp.getAsBoolean()) {
                    return -1;
                }
                next = putSome(frame, entries, next);
                length += append(file, frame.end(salt), length);
            }
            frame.begin().putByte(END).putLong(entries.size());
            length += append(file, frame.end(salt), length);
            file.force();
        }
        disk.rename(unfinished, FileNames.SNAPSHOT.of(revision));
        disk.force();
        return length;
    }

    private static int putSome(FrameWriter frame, List<Entry> entries, int from) {
        frame.begin().putByte(ENTRIES);
        int next = from;
        while (next < entries.size() && frame.payloadBytes() < FRAME_BYTES) {
            Entry entry = entries.get(next++);
            frame.putLong(entry.created()).putLong(entry.modified()).putLong(entry.version());
            frame.putString(entry.key()).putBytes(entry.value().bytes());
        }
        return next;
    }

    private static long append(Disk.File file, ByteBuffer bytes, long at) throws IOException {
        long length = bytes.remaining();
        file.write(bytes, at);
        return length;
    }

    /// Restores `index` from the snapshot at `revision`; the file's length.
    ///
    /// @throws StoreException if the file is not whole
    long read(long revision, MultiVersionIndex index, Value.Factory values) throws IOException {
        String name = FileNames.SNAPSHOT.of(revision);
        String path = disk.path(name);
        try (Disk.File file = disk.open(name)) {
            FileHeader header = FileHeader.read(file, FileHeader.Kind.SNAPSHOT, path);
            FrameReader frames = new FrameReader(file, header.salt());
            long restored = 0;
            while (true) {
                long at = frames.position();
                if (!(frames.next() instanceof FrameReader.Frame.Sound(var payload))) {
                    throw new StoreException(path + " is corrupt at offset " + at);
                }
                if (payload.get() == END) {
                    if (payload.getLong() != restored || header.revision() != revision) {
                        throw new StoreException(path + " is corrupt: it lacks entries");
                    }
                    index.restored(revision);
                    return file.size();
                }
                while (payload.hasRemaining()) {
                    index.restore(entry(payload, values));
                    restored++;
                }
            }
        }
    }

    private static Entry entry(ByteBuffer payload, Value.Factory values) {
        long created = payload.getLong();
        long modified = payload.getLong();
        long version = payload.getLong();
        String key = LogRecord.string(payload);
        Value value = values.value(key, LogRecord.bytes(payload));
        return new Entry(key, value, created, modified, version);
    }

    /// Gives back the space of one that was not finished.
    void deleteUnfinished() throws IOException {
        for (String name : disk.names()) {
            if (FileNames.SNAPSHOT.isUnfinished(name)) {
                disk.delete(name);
            }
        }
    }

    void deleteBefore(long revision) throws IOException {
        for (long older : FileNames.SNAPSHOT.revisions(disk.names())) {
            if (older < revision) {
                disk.delete(FileNames.SNAPSHOT.of(older));
            }
        }
    }
}
