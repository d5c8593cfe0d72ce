package io.djong.store;

import io.djong.meta.Log;
import io.djong.meta.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Writes a snapshot now and then, on a thread of its own, and deletes the log files that it replaces.
///
/// A snapshot is made of the oldest kept revision, not of the newest: so a restart brings back all kept history,
/// and watches go on from before it.
final class Snapshotter {

    private static final Log LOG = Log.of(Snapshotter.class);

    /// How long to wait after one could not be written.
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    /// A snapshot is worth writing when it replaces at least this part of its own length of log.
    private static final long WORTH_PART = 2;

    private final SnapshotFiles files;
    private final WriteAheadLog log;
    private final MultiVersionIndex index;
    private final Threads threads;
    private final long segmentBytes;

    private volatile boolean isRunning;
    private volatile boolean isClosing;
    private final LongAdder written = new LongAdder();
    private volatile long newestRevision;
    private volatile long newestBytes;
    private volatile boolean hasFailed;

    /// The writer's.
    private long notBefore;

    private @Nullable Thread thread;

    Snapshotter(
            SnapshotFiles files,
            WriteAheadLog log,
            MultiVersionIndex index,
            Threads threads,
            long segmentBytes,
            long newestRevision,
            long newestBytes) {
        this.files = files;
        this.log = log;
        this.index = index;
        this.threads = threads;
        this.segmentBytes = segmentBytes;
        this.newestRevision = newestRevision;
        this.newestBytes = newestBytes;
    }

    /// Begins a snapshot if one is worth it. For the writer's thread.
    void beginIfWorth(long millis) {
        long floor = index.floor();
        if (isRunning || floor <= newestRevision) {
            return;
        }
        if (hasFailed) {
            hasFailed = false;
            notBefore = millis + RETRY_PAUSE.toMillis();
        }
        long worth = Math.max(segmentBytes, newestBytes / WORTH_PART);
        if (millis >= notBefore && log.superfluousBytes(floor) >= worth) {
            isRunning = true;
            thread = threads.start("store-snapshot", this::run);
        }
    }

    private void run() {
        try {
            index.probe().at(Probe.Point.BEFORE_SNAPSHOT);
            MultiVersionIndex.Collected oldest = index.collectOldest();
            index.probe().at(Probe.Point.SNAPSHOT_COLLECTED);
            long bytes = files.write(oldest.revision(), oldest.entries(), () -> isClosing);
            if (bytes >= 0) {
                index.probe().at(Probe.Point.SNAPSHOT_WRITTEN);
                newestRevision = oldest.revision();
                newestBytes = bytes;
                written.increment();
                files.deleteBefore(oldest.revision());
                index.probe().at(Probe.Point.SNAPSHOT_REPLACED_OLDER);
                log.deleteThrough(oldest.revision());
                index.probe().at(Probe.Point.AFTER_SNAPSHOT);
            }
        } catch (IOException | RuntimeException failure) {
            hasFailed = true;
            LOG.warn("Snapshot not written", failure, "retryAfter", RETRY_PAUSE);
            deleteUnfinished();
        } finally {
            isRunning = false;
        }
    }

    private void deleteUnfinished() {
        try {
            files.deleteUnfinished();
        } catch (IOException failure) {
            LOG.warn("Unfinished snapshot not deleted", failure);
        }
    }

    long written() {
        return written.sum();
    }

    /// Gives up a snapshot that is being written, and waits for its thread. For the writer's thread.
    void close() {
        isClosing = true;
        if (thread != null) {
            Joining.uninterruptibly(thread);
        }
    }
}
