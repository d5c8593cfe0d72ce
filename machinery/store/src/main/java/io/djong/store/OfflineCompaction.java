package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/// Drops all history of a store that nobody has open, and gives its space back.
public final class OfflineCompaction {

    private OfflineCompaction() {}

    /// The revision that is left.
    ///
    /// @throws StoreException if a process has the store open, or it is damaged
    public static long run(
            Path directory, Clock clock, Timer timer, Threads threads, RandomGenerator random) {
        if (!Files.isDirectory(directory)) {
            throw new StoreException(directory + " holds no store");
        }
        Disk disk = new RealDisk(directory, true);
        try (AutoCloseable _ = disk.lock()) {
            StoredFiles files =
                    StoredFiles.read(directory, Value.Factory.PLAIN, clock, timer, threads);
            long revision = files.revision();
            if (revision > files.snapshotRevision()) {
                List<Entry> entries = files.snapshot().range(KeyRange.ALL, null, 0);
                long _ = new SnapshotFiles(disk, random).write(revision, entries, () -> false);
            }
            // Only now: what they hold is in the snapshot, durably.
            new SnapshotFiles(disk, random).deleteBefore(revision);
            for (long first : FileNames.LOG.revisions(disk.names())) {
                disk.delete(FileNames.LOG.of(first));
            }
            disk.force();
            return revision;
        } catch (StoreException failure) {
            throw failure;
        } catch (IOException failure) {
            throw new StoreException("compact " + directory + ": " + IoReason.of(failure), failure);
        } catch (Exception failure) {
            throw new StoreException("compact " + directory + ": " + failure, failure);
        }
    }
}
