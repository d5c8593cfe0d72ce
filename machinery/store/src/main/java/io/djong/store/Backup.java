package io.djong.store;

import io.djong.meta.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A whole store at one revision in one file, with other files beside it if asked: checksummed, and durable when written.
///
/// @param attachments other files, by name
public record Backup(long revision, List<Entry> entries, Map<String, byte[]> attachments) {

    private static final String UNFINISHED = ".unfinished";

    /// What a store holds at its newest revision.
    public static Backup of(StoredFiles files, Map<String, byte[]> attachments) {
        Snapshot now = files.snapshot();
        if (now.revision() == 0) {
            throw new StoreException(files.directory() + " holds an empty store");
        }
        return new Backup(now.revision(), now.range(KeyRange.ALL, null, 0), attachments);
    }

    /// Writes the file, which appears under its name only when it is whole; its length.
    public long write(Path file, RandomGenerator random) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new StoreException(file + ": no such directory");
        }
        if (Files.exists(file)) {
            throw new StoreException(file + " exists already");
        }
        Disk disk = new RealDisk(parent, true);
        String name = file.getFileName().toString();
        try {
            long length;
            try (Disk.File unfinished = disk.create(name + UNFINISHED)) {
                var header = new FileHeader(FileHeader.Kind.BACKUP, random.nextLong(), revision);
                List<StateFile.Attachment> attached = new ArrayList<>();
                attachments.forEach(
                        (path, bytes) -> attached.add(new StateFile.Attachment(path, bytes)));
                length = StateFile.write(unfinished, header, entries, attached, () -> false);
            }
            disk.rename(name + UNFINISHED, name);
            disk.force();
            return length;
        } catch (IOException failure) {
            deleteUnfinished(disk, name, failure);
            throw new StoreException("write " + file + ": " + IoReason.of(failure), failure);
        }
    }

    private static void deleteUnfinished(Disk disk, String name, IOException failure) {
        try {
            disk.delete(name + UNFINISHED);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    /// Reads and checks the whole file.
    ///
    /// @throws StoreException if it is none, or damaged
    public static Backup read(Path file, Threads threads) {
        List<Entry> entries = new ArrayList<>();
        Map<String, byte[]> attachments = new TreeMap<>();
        Path path = file.toAbsolutePath();
        Path parent = path.getParent();
        if (parent == null || !Files.isRegularFile(path)) {
            throw new StoreException(file + ": no such file");
        }
        try (Disk.File bytes = new ReadOnlyDisk(parent).open(path.getFileName().toString())) {
            FileHeader header =
                    StateFile.read(
                            bytes,
                            FileHeader.Kind.BACKUP,
                            file.toString(),
                            Value.Factory.PLAIN,
                            threads,
                            new StateFile.Visitor() {
                                @Override
                                public void entry(Entry entry) {
                                    entries.add(entry);
                                }

                                @Override
                                public void attachment(StateFile.Attachment attachment) {
                                    attachments.put(attachment.name(), attachment.bytes());
                                }
                            });
            return new Backup(header.revision(), entries, attachments);
        } catch (IOException failure) {
            throw new StoreException("read " + file + ": " + IoReason.of(failure), failure);
        }
    }

    /// Makes a store of it in `directory`, which must be empty or not exist yet. Whoever finds the directory before this
    /// has ended is told so.
    public void restoreInto(Path directory, RandomGenerator random) {
        Path marker = directory.resolve(FileNames.RESTORING);
        Disk disk = new RealDisk(directory, true);
        try {
            Files.createDirectories(directory, OwnerOnly.directory());
            List<String> names = disk.names();
            if (!names.isEmpty()) {
                throw new StoreException(directory + " is not empty: there is " + names.getFirst());
            }
            Files.newByteChannel(
                            marker,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            OwnerOnly.file())
                    .close();
            disk.force();
            long _ = new SnapshotFiles(disk, random).write(revision, entries, () -> false);
            Files.delete(marker);
            disk.force();
        } catch (IOException failure) {
            throw new StoreException("restore " + directory + ": " + IoReason.of(failure), failure);
        }
    }
}
