package io.djong.store;

import io.djong.meta.Log;
import io.djong.meta.Threads;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Brings an index to the state that its files hold: the newest snapshot, and the log from there on.
///
/// What one interrupted write left at the very end is cut away. Anything else that is damaged or missing was durable
/// once, so it is refused.
final class Recovery {

    private static final Log LOG = Log.of(Recovery.class);

    private final Disk disk;
    private final RandomGenerator random;
    private final Value.Factory values;
    private final MultiVersionIndex index;
    private final Threads threads;

    /// @param snapshotRevision of the newest snapshot, 0 if there is none
    /// @param snapshotBytes its length
    record Recovered(
            long snapshotRevision,
            long snapshotBytes,
            Deque<WriteAheadLog.Sealed> sealed,
            WriteAheadLog.Segment active) {}

    Recovery(
            Disk disk,
            RandomGenerator random,
            Value.Factory values,
            MultiVersionIndex index,
            Threads threads) {
        this.threads = threads;
        this.disk = disk;
        this.random = random;
        this.values = values;
        this.index = index;
    }

    Recovered run() throws IOException {
        List<String> names = disk.names();
        if (names.contains(FileNames.RESTORING)) {
            throw new StoreException(
                    "%s: a restore into it was not finished: delete the directory and restore again"
                            .formatted(disk.path("")));
        }
        List<Long> snapshots = FileNames.SNAPSHOT.revisions(names);
        long snapshot = snapshots.isEmpty() ? 0 : snapshots.getLast();
        long snapshotBytes = 0;
        if (snapshot > 0) {
            snapshotBytes = new SnapshotFiles(disk, random).read(snapshot, index, values, threads);
        }
        Deque<WriteAheadLog.Sealed> sealed = new ArrayDeque<>();
        WriteAheadLog.Segment active = replay(FileNames.LOG.revisions(names), sealed);
        if (!disk.isReadOnly()) {
            deleteUnfinished(names);
        }
        return new Recovered(snapshot, snapshotBytes, sealed, active);
    }

    /// Only now, when the directory has shown to be one that this code understands.
    private void deleteUnfinished(List<String> names) throws IOException {
        for (String name : names) {
            if (FileNames.LOG.isUnfinished(name) || FileNames.SNAPSHOT.isUnfinished(name)) {
                disk.delete(name);
            }
        }
    }

    private WriteAheadLog.Segment replay(List<Long> segments, Deque<WriteAheadLog.Sealed> sealed)
            throws IOException {
        if (segments.isEmpty()) {
            return WriteAheadLog.begin(disk, random, newest() + 1);
        }
        if (segments.getFirst() > newest() + 1) {
            throw missing(newest() + 1, segments.getFirst());
        }
        long restored = newest();
        for (int i = 0; i < segments.size(); i++) {
            long first = segments.get(i);
            boolean isLast = i == segments.size() - 1;
            if (!isLast && segments.get(i + 1) <= restored + 1) {
                sealed.add(superfluous(first, segments.get(i + 1) - 1));
                continue;
            }
            WriteAheadLog.Segment active = replay(first, isLast);
            if (active != null) {
                return active;
            }
            long expected = segments.get(i + 1);
            if (newest() + 1 != expected) {
                throw missing(newest() + 1, expected);
            }
            sealed.add(superfluous(first, newest()));
        }
        throw new IllegalStateException("the last segment is the active one");
    }

    private long newest() {
        return index.state().revision();
    }

    private StoreException missing(long from, long to) {
        return new StoreException(
                "%s: the log lacks revisions %d to %d"
                        .formatted(disk.path(FileNames.LOG.of(to)), from, to - 1));
    }

    private WriteAheadLog.Sealed superfluous(long first, long last) throws IOException {
        String name = FileNames.LOG.of(first);
        try (Disk.File file = disk.open(name)) {
            return new WriteAheadLog.Sealed(name, last, file.size());
        }
    }

    /// The segment, if it is the last one, open.
    private WriteAheadLog.@Nullable Segment replay(long first, boolean isLast) throws IOException {
        String name = FileNames.LOG.of(first);
        Disk.File file = disk.open(name);
        boolean staysOpen = false;
        try {
            FileHeader header = FileHeader.read(file, FileHeader.Kind.LOG, disk.path(name));
            FrameReader frames = new FrameReader(file, header.salt());
            replay(file, name, frames, isLast);
            staysOpen = isLast;
            return isLast
                    ? new WriteAheadLog.Segment(file, name, header.salt(), first, frames.position())
                    : null;
        } finally {
            if (!staysOpen) {
                file.close();
            }
        }
    }

    private void replay(Disk.File file, String name, FrameReader frames, boolean isLast)
            throws IOException {
        while (true) {
            long at = frames.position();
            switch (frames.next()) {
                case FrameReader.Frame.Sound(var payload) ->
                        apply(LogRecord.decode(payload, values), name, at);
                case FrameReader.Frame.End _ -> {
                    return;
                }
                case FrameReader.Frame.Corrupt _ -> {
                    if (!isLast || frames.isFollowedBySoundFrame()) {
                        throw new StoreException(
                                "%s is corrupt at offset %d, after revision %d, and the log goes on behind it"
                                        .formatted(disk.path(name), at, newest()));
                    }
                    if (!disk.isReadOnly()) {
                        cut(file, name, at);
                    }
                    return;
                }
            }
        }
    }

    private void cut(Disk.File file, String name, long at) throws IOException {
        LOG.warn(
                "Cut an unfinished write off the log",
                "file",
                disk.path(name),
                "offset",
                at,
                "bytes",
                file.size() - at,
                "revision",
                newest());
        file.truncate(at);
        file.force();
    }

    private void apply(LogRecord record, String name, long at) {
        long revision = record.revision();
        for (Store.Transaction transaction : record.transactions()) {
            long newest = index.newestStaged();
            if (revision > newest) {
                index.stage(transaction);
                if (index.newestStaged() != revision) {
                    throw new StoreException(
                            "%s is corrupt at offset %d: revision %d does not follow %d"
                                    .formatted(disk.path(name), at, revision, newest));
                }
            }
            revision++;
        }
        index.publish(record.millis());
        index.dropExcess(record.millis());
    }
}
