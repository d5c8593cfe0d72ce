package io.djong.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A directory of the machine's.
///
/// Its files must not be used by a thread that somebody may interrupt: an interrupt closes a [FileChannel].
///
/// @param fsync false makes nothing durable: faster, and wrong for all but tests
record RealDisk(Path directory, boolean fsync) implements Disk {

    @Override
    public AutoCloseable lock() {
        try {
            boolean isNew = !Files.exists(directory);
            Files.createDirectories(directory, OwnerOnly.directory());
            List<String> names = names();
            if (!names.isEmpty() && names.stream().noneMatch(RealDisk::isOurs)) {
                throw new StoreException(
                        directory + " holds something else than a store: " + names.getFirst());
            }
            Path parent = directory.toAbsolutePath().getParent();
            if (isNew && parent != null) {
                new RealDisk(parent, fsync).force();
            }
        } catch (IOException failure) {
            throw new StoreException("open " + directory + ": " + IoReason.of(failure), failure);
        }
        return new DirectoryLock(directory);
    }

    /// A fresh file system of its own is as good as an empty directory.
    private static boolean isOurs(String name) {
        return FileNames.isOurs(name)
                || name.equals(DirectoryLock.NAME)
                || name.equals("lost+found");
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public File create(String name) throws IOException {
        Path path = directory.resolve(name);
        return new RealFile(
                FileChannel.open(
                        path, Set.of(CREATE, TRUNCATE_EXISTING, READ, WRITE), OwnerOnly.file()),
                fsync);
    }

    @Override
    public File open(String name) throws IOException {
        return new RealFile(FileChannel.open(directory.resolve(name), READ, WRITE), fsync);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void force() throws IOException {
        if (fsync) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public String path(String name) {
        return directory.resolve(name).toString();
    }

    private record RealFile(FileChannel channel, boolean fsync) implements File {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(ByteBuffer bytes, long at) throws IOException {
            long from = at;
            while (bytes.hasRemaining()) {
                int count = channel.read(bytes, from);
                if (count < 0) {
                    return;
                }
                from += count;
            }
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            long to = at;
            while (bytes.hasRemaining()) {
                to += channel.write(bytes, to);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            if (fsync) {
                channel.force(false);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
