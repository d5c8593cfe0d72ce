package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The engine that keeps everything in one directory: a log of all commits, and snapshots that make its
/// beginning superfluous.
///
/// One thread writes. It takes all transactions that wait, checks them in order, appends them to the log as one
/// frame, makes that durable, publishes and answers: one fsync for all of them. Reads need no file at all.
public final class DiskStore implements Store {

    private static final Log LOG = Log.of(DiskStore.class);

    /// What waits beyond this goes into the next frame, so that nobody waits long for the others' bytes.
    private static final long BATCH_BYTES_MAX = 8 << 20;

    /// A disk that needs longer for one batch is worth a warning; as etcd warns of a slow fdatasync.
    private static final long SLOW_NANOS = 1_000_000_000;

    private final MultiVersionIndex index;
    private final Clock clock;
    private final AutoCloseable lock;
    private final Quota quota;
    private final WriteAheadLog log;
    private final Snapshotter snapshotter;
    private final CommitQueue queue = new CommitQueue();
    private final Thread writer;

    /// The writer's.
    private final List<CommitQueue.Request> batch = new ArrayList<>();

    private long batchBytes;
    private volatile @Nullable StoreException broken;

    /// Why the last commit was refused by the disk; the next one is tried all the same.
    private volatile @Nullable StoreException refused;

    /// Opens the store in `directory`, which is made if it does not exist.
    ///
    /// @throws StoreException if another process uses it, or its files are damaged: they are left as they are
    public DiskStore(
            Path directory,
            DiskOptions options,
            Value.Factory values,
            Clock clock,
            Timer timer,
            Threads threads,
            RandomGenerator random) {
        this(
                new RealDisk(directory, options.fsync()),
                options,
                values,
                clock,
                timer,
                threads,
                random);
    }

    /// Opens the store on a disk of the caller's.
    public DiskStore(
            Disk disk,
            DiskOptions options,
            Value.Factory values,
            Clock clock,
            Timer timer,
            Threads threads,
            RandomGenerator random) {
        this.index = new MultiVersionIndex(options.retention(), clock, timer, disk);
        this.clock = clock;
        this.quota = new Quota(options.quotaBytes());
        this.lock = disk.lock();
        try {
            var recovered = new Recovery(disk, random, values, index, threads).run();
            SnapshotFiles files = new SnapshotFiles(disk, random);
            this.log =
                    new WriteAheadLog(
                            disk,
                            options.segmentBytes(),
                            random,
                            recovered.sealed(),
                            recovered.active());
            this.snapshotter =
                    new Snapshotter(
                            files,
                            log,
                            index,
                            threads,
                            options.segmentBytes(),
                            recovered.snapshotRevision(),
                            recovered.snapshotBytes());
        } catch (IOException failure) {
            unlock();
            throw new StoreException(
                    "open " + disk.path("") + ": " + IoReason.of(failure), failure);
        } catch (RuntimeException | Error damaged) {
            unlock();
            throw damaged;
        }
        LOG.debug("Store opened", "directory", disk.path(""), "revision", revision());
        this.writer = threads.start("store-writer", this::write);
    }

    @Override
    public long revision() {
        return index.state().revision();
    }

    @Override
    public long compacted() {
        return index.floor();
    }

    @Override
    public Snapshot read(long at) {
        return index.read(at);
    }

    @Override
    public Watch watch(KeyRange range, long after) {
        return index.watch(range, after);
    }

    @Override
    public Commit commit(Transaction transaction) {
        long bytes = TransactionBytes.check(transaction);
        return ask(new CommitQueue.Request(transaction, bytes, 0));
    }

    @Override
    public void compact(long before) {
        ask(new CommitQueue.Request(Transaction.of(), 0, before));
    }

    private Commit ask(CommitQueue.Request request) {
        queue.add(request);
        return request.await();
    }

    @Override
    public StoreStats stats() {
        return index.stats(log.fsyncs(), log.loggedBytes(), snapshotter.written());
    }

    /// What is waiting is committed still.
    @Override
    public void close() {
        queue.close();
        Joining.uninterruptibly(writer);
        index.close();
        unlock();
    }

    private void unlock() {
        try {
            lock.close();
        } catch (StoreException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new StoreException("release the lock: " + failure.getMessage(), failure);
        }
    }

    @Override
    public boolean isFull() {
        return quota.isReached();
    }

    @Override
    public String trouble() {
        StoreException failure = broken;
        if (failure != null) {
            return "takes no more writes: " + failure.getMessage();
        }
        StoreException last = refused;
        if (last != null) {
            return "the last write was refused: " + last.getMessage();
        }
        return isFull() ? "full: takes only deletes and compaction" : "";
    }

    // The writer's thread.

    private void write() {
        CommitQueue.Request waiting;
        while ((waiting = queue.takeAll()) != null) {
            try {
                serve(waiting);
            } catch (RuntimeException | Error bug) {
                LOG.error("Store stopped", bug, "revision", revision());
                broken = new StoreException("store stopped: " + bug, bug);
                index.discard();
                batch.clear();
                failAll(waiting);
            }
        }
        snapshotter.close();
        try {
            log.close();
        } catch (IOException failure) {
            LOG.error("Log not closed", failure);
        }
    }

    private void failAll(CommitQueue.Request first) {
        for (CommitQueue.Request request = first; request != null; request = request.next()) {
            if (!request.isAnswered()) {
                fail(request, broken);
            }
        }
    }

    private void serve(CommitQueue.Request first) {
        CommitQueue.Request request = first;
        while (request != null) {
            // Read before the answer: nobody holds the request after that.
            CommitQueue.Request next = request.next();
            if (broken != null) {
                fail(request, broken);
            } else if (request.compactBefore > 0) {
                finishBatch();
                compact(request);
            } else {
                stage(request);
            }
            request = next;
        }
        finishBatch();
    }

    private void stage(CommitQueue.Request request) {
        try {
            quota.check(request.transaction, request.bytes, index.heldBytes() + batchBytes);
        } catch (QuotaExceededException full) {
            request.fail(full);
            return;
        }
        request.staged = index.stage(request.transaction);
        batch.add(request);
        batchBytes += request.bytes;
        if (batchBytes > BATCH_BYTES_MAX) {
            finishBatch();
        }
    }

    private void finishBatch() {
        if (batch.isEmpty()) {
            return;
        }
        long millis = clock.now().toEpochMilli();
        StoreException failure = null;
        if (!index.staged().isEmpty()) {
            try {
                append(millis);
                index.publish(millis);
                accepted();
            } catch (StoreException notDurable) {
                index.discard();
                failure = notDurable;
                refused(notDurable);
            }
        }
        if (failure instanceof BrokenException) {
            LOG.error("Store takes no more commits", failure, "revision", revision());
            broken = failure;
        }
        for (CommitQueue.Request request : batch) {
            Commit staged = request.staged;
            if (failure != null || staged == null) {
                fail(request, failure);
            } else {
                request.answer(staged);
            }
        }
        batch.clear();
        batchBytes = 0;
        index.dropExcess(millis);
        quota.lookAgain(index.heldBytes());
        snapshotter.beginIfWorth(millis);
    }

    private void accepted() {
        if (refused != null) {
            LOG.info("Writes are possible again", "revision", revision());
            refused = null;
        }
    }

    private void refused(StoreException failure) {
        if (refused == null) {
            LOG.error("Write refused", "reason", failure.getMessage(), "revision", revision());
        }
        refused = failure;
    }

    private void append(long millis) {
        long start = clock.nanos();
        log.append(index.staged(), millis);
        long took = clock.nanos() - start;
        if (took > SLOW_NANOS) {
            LOG.warn(
                    "Slow disk: writes waited",
                    "took",
                    Duration.ofNanos(took),
                    "expectedMax",
                    Duration.ofNanos(SLOW_NANOS));
        }
    }

    private void compact(CommitQueue.Request request) {
        try {
            index.compact(request.compactBefore);
            quota.lookAgain(index.heldBytes());
            request.answer(new Commit.Committed(revision(), List.of()));
        } catch (FutureRevisionException future) {
            request.fail(future);
        }
        snapshotter.beginIfWorth(clock.now().toEpochMilli());
    }

    /// Each waiting thread gets an exception of its own.
    private static void fail(CommitQueue.Request request, @Nullable StoreException why) {
        String message = why == null ? "not committed" : why.getMessage();
        request.fail(new StoreException(String.valueOf(message), why));
    }
}
