package io.djong.store;

import io.djong.meta.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// The log's files: frames are appended to the newest, and a new one is begun when it is large enough.
///
/// For the writer's thread, but for what is marked otherwise. Space is filled with zeros ahead of the writing, since
/// making bytes durable that only overwrite others costs half as much: the file's length need not be made so.
final class WriteAheadLog {

    private static final Log LOG = Log.of(WriteAheadLog.class);

    /// Zeros written ahead: at first, and at most. A new store stays small, a busy one seldom waits.
    private static final int AHEAD_BYTES_MIN = 256 << 10;

    private static final int AHEAD_BYTES_MAX = 4 << 20;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(AHEAD_BYTES_MAX);

    private final Disk disk;
    private final long segmentBytes;
    private final RandomGenerator random;
    private final FrameWriter frame = new FrameWriter();

    /// Guarded by itself.
    private final Deque<Sealed> sealed;

    private Segment active;

    /// @param firstRevision what the file begins with
    /// @param end where the next frame goes
    record Segment(Disk.File file, String name, long salt, long firstRevision, long end) {}

    /// A file that gets no more frames.
    record Sealed(String name, long lastRevision, long bytes) {}

    private long end;
    private long allocated;
    private final LongAdder fsyncs = new LongAdder();
    private final LongAdder loggedBytes = new LongAdder();

    WriteAheadLog(
            Disk disk,
            long segmentBytes,
            RandomGenerator random,
            Deque<Sealed> sealed,
            Segment active)
            throws IOException {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.random = random;
        this.sealed = new ArrayDeque<>(sealed);
        this.active = active;
        this.end = active.end();
        this.allocated = active.file().size();
    }

    /// Begins a file whose first frame will be of `firstRevision`. It exists under its name only when it is whole.
    static Segment begin(Disk disk, RandomGenerator random, long firstRevision) throws IOException {
        long salt = random.nextLong();
        String unfinished = FileNames.LOG.unfinished(firstRevision);
        String name = FileNames.LOG.of(firstRevision);
        Disk.File file = disk.create(unfinished);
        try {
            file.write(new FileHeader(FileHeader.Kind.LOG, salt, firstRevision).encode(), 0);
            file.force();
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
        try {
            disk.rename(unfinished, name);
            disk.force();
        } catch (IOException failure) {
            file.close();
            // It may be there after a restart, or not: writing must not go on in the file before.
            throw new BrokenException(
                    "begin " + disk.path(name) + ": " + IoReason.of(failure), failure);
        }
        return new Segment(file, name, salt, firstRevision, FileHeader.BYTES);
    }

    /// Makes `changes`, of which there is at least one, durable.
    ///
    /// @throws StoreException if it could not be written: then the log is as before
    /// @throws BrokenException if nobody can tell what of it is durable
    void append(List<Staging.Change> changes, long millis) {
        long firstRevision = changes.getFirst().event().revision();
        LogRecord.encode(frame.begin(), millis, changes);
        if (end >= segmentBytes) {
            roll(firstRevision);
        }
        ByteBuffer bytes = frame.end(active.salt());
        int length = bytes.remaining();
        write(bytes, length);
        force();
        end += length;
        loggedBytes.add(length);
    }

    private void write(ByteBuffer bytes, int length) {
        try {
            if (end + length > allocated && !fillAhead(length)) {
                active.file().truncate(end);
                allocated = end;
            }
            active.file().write(bytes, end);
            allocated = Math.max(allocated, end + length);
        } catch (IOException failure) {
            undo(failure);
            throw new StoreException("append to " + path() + ": " + IoReason.of(failure), failure);
        }
    }

    /// Returns false when there was no room to do so: the last bytes of a disk are for what must be written, deletes among it.
    private boolean fillAhead(int needed) {
        long ahead = Math.clamp(end, Math.min(AHEAD_BYTES_MIN, segmentBytes), AHEAD_BYTES_MAX);
        long target = end + Math.max(needed, ahead);
        try {
            while (allocated < target) {
                int count = (int) Math.min(target - allocated, AHEAD_BYTES_MAX);
                active.file().write(ZEROS.slice(0, count), allocated);
                allocated += count;
            }
            return true;
        } catch (IOException noRoom) {
            LOG.debug("No room ahead in the log", "reason", IoReason.of(noRoom));
            return false;
        }
    }

    private void undo(IOException failure) {
        try {
            active.file().truncate(end);
            allocated = end;
        } catch (IOException second) {
            failure.addSuppressed(second);
            throw new BrokenException(
                    "%s: %s; then cut it at offset %d: %s"
                            .formatted(path(), IoReason.of(failure), end, IoReason.of(second)),
                    failure);
        }
    }

    private void force() {
        try {
            active.file().force();
            fsyncs.increment();
        } catch (IOException failure) {
            // After a failed fsync the kernel may drop the pages and report success the next time.
            throw new BrokenException("fsync " + path() + ": " + IoReason.of(failure), failure);
        }
    }

    private void roll(long firstRevision) {
        Segment next;
        try {
            next = begin(disk, random, firstRevision);
        } catch (IOException failure) {
            throw new StoreException(
                    "begin %s: %s"
                            .formatted(
                                    disk.path(FileNames.LOG.of(firstRevision)),
                                    IoReason.of(failure)),
                    failure);
        }
        Segment full = active;
        synchronized (sealed) {
            sealed.add(new Sealed(full.name(), firstRevision - 1, end));
        }
        long fullEnd = end;
        active = next;
        end = next.end();
        allocated = end;
        try {
            full.file().truncate(fullEnd);
            full.file().close();
        } catch (IOException failure) {
            throw new BrokenException(
                    "close " + disk.path(full.name()) + ": " + IoReason.of(failure), failure);
        }
    }

    private String path() {
        return disk.path(active.name());
    }

    /// Bytes in files that a snapshot at `revision` makes superfluous. For any thread.
    long superfluousBytes(long revision) {
        long bytes = 0;
        synchronized (sealed) {
            for (Sealed segment : sealed) {
                bytes += segment.lastRevision() <= revision ? segment.bytes() : 0;
            }
        }
        return bytes;
    }

    /// Deletes the files that hold nothing after `revision`. For any thread.
    void deleteThrough(long revision) throws IOException {
        synchronized (sealed) {
            while (!sealed.isEmpty() && sealed.getFirst().lastRevision() <= revision) {
                disk.delete(sealed.getFirst().name());
                sealed.removeFirst();
            }
        }
    }

    /// For any thread.
    long fsyncs() {
        return fsyncs.sum();
    }

    /// For any thread.
    long loggedBytes() {
        return loggedBytes.sum();
    }

    void close() throws IOException {
        active.file().close();
    }
}
