package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a store's directory holds, read and checked as a whole without locking it or changing a byte.
///
/// A server may be writing there meanwhile: then this is its state at some revision of that time.
public final class StoredFiles {

    /// So often reading begins anew because a server replaced files meanwhile, which it does every few seconds at most.
    private static final int ATTEMPTS = 20;

    private final Path directory;
    private final MultiVersionIndex index;
    private final List<StoredFile> files;
    private final long snapshotRevision;

    public record StoredFile(String name, long bytes) {}

    /// @param at when it was committed; null if only that it was is known
    public record Change(Event event, @Nullable Instant at) {}

    private StoredFiles(
            Path directory,
            MultiVersionIndex index,
            List<StoredFile> files,
            long snapshotRevision) {
        this.directory = directory;
        this.index = index;
        this.files = files;
        this.snapshotRevision = snapshotRevision;
    }

    /// @throws StoreException if `directory` holds no store, or one that is damaged
    public static StoredFiles read(
            Path directory, Value.Factory values, Clock clock, Timer timer, Threads threads) {
        StoreException failure = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return readOnce(directory, values, clock, timer, threads);
            } catch (AccessDeniedException denied) {
                throw unreadable(directory, denied);
            } catch (IOException perhapsReplaced) {
                failure = unreadable(directory, perhapsReplaced);
            } catch (StoreException perhapsChanging) {
                failure = perhapsChanging;
            }
        }
        throw failure == null ? new StoreException(directory + " holds no store") : failure;
    }

    private static StoreException unreadable(Path directory, IOException failure) {
        return new StoreException("read " + directory + ": " + IoReason.of(failure), failure);
    }

    private static StoredFiles readOnce(
            Path directory, Value.Factory values, Clock clock, Timer timer, Threads threads)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new StoreException(directory + " holds no store");
        }
        if (files(directory).isEmpty()) {
            throw new StoreException(directory + " holds no store");
        }
        Disk disk = new ReadOnlyDisk(directory);
        var index = new MultiVersionIndex(Retention.forEver(), clock, timer, Probe.NONE);
        RandomGenerator salts = RandomGenerator.of("L64X128MixRandom");
        Recovery.Recovered recovered = new Recovery(disk, salts, values, index, threads).run();
        recovered.active().file().close();
        return new StoredFiles(directory, index, files(directory), recovered.snapshotRevision());
    }

    private static List<StoredFile> files(Path directory) throws IOException {
        List<StoredFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : paths.sorted().toList()) {
                String name = path.getFileName().toString();
                if (FileNames.isOurs(name)) {
                    files.add(new StoredFile(name, Files.size(path)));
                }
            }
        }
        return files;
    }

    public Path directory() {
        return directory;
    }

    public long revision() {
        return index.state().revision();
    }

    public long compacted() {
        return index.floor();
    }

    /// 0 if there is no snapshot file.
    public long snapshotRevision() {
        return snapshotRevision;
    }

    public Snapshot snapshot() {
        return index.read(0);
    }

    public StoreStats stats() {
        return index.stats(0, 0, 0);
    }

    public List<StoredFile> files() {
        return files;
    }

    /// All kept changes of `key`, the oldest first.
    public List<Change> history(String key) {
        List<Change> changes = new ArrayList<>();
        Entry before = compacted() == 0 ? null : index.read(compacted()).get(key);
        if (before != null) {
            changes.add(
                    new Change(new Event(Event.Type.PUT, before, null, before.modified()), null));
        }
        changes.addAll(index.history(KeyRange.key(key)));
        return changes;
    }
}
