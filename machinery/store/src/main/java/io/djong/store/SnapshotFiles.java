package io.djong.store;

import io.djong.meta.Threads;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// The snapshots among an engine's files, see [StateFile].
final class SnapshotFiles {

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
            FileHeader header =
                    new FileHeader(FileHeader.Kind.SNAPSHOT, random.nextLong(), revision);
            length = StateFile.write(file, header, entries, List.of(), gaveUp);
        }
        if (length >= 0) {
            disk.rename(unfinished, FileNames.SNAPSHOT.of(revision));
            disk.force();
        }
        return length;
    }

    /// Restores `index` from the snapshot at `revision`; the file's length.
    ///
    /// @throws StoreException if the file is not whole
    long read(long revision, MultiVersionIndex index, Value.Factory values, Threads threads)
            throws IOException {
        String name = FileNames.SNAPSHOT.of(revision);
        String path = disk.path(name);
        try (Disk.File file = disk.open(name)) {
            FileHeader header =
                    StateFile.read(
                            file, FileHeader.Kind.SNAPSHOT, path, values, threads, into(index));
            if (header.revision() != revision) {
                throw new StoreException("%s is of revision %d".formatted(path, header.revision()));
            }
            index.restored(revision);
            return file.size();
        }
    }

    private static StateFile.Visitor into(MultiVersionIndex index) {
        return new StateFile.Visitor() {
            @Override
            public void entry(Entry entry) {
                index.restore(entry);
            }

            @Override
            public void attachment(StateFile.Attachment attachment) {
                throw new StoreException("a snapshot with a file in it: " + attachment.name());
            }
        };
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
