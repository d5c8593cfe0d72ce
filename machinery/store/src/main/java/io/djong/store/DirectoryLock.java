package io.djong.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps a directory to one process. The lock goes with the process, however it ends; the file stays, and holds
/// the id of the last holder.
final class DirectoryLock implements AutoCloseable {

    static final String NAME = "lock";

    private final FileChannel channel;

    DirectoryLock(Path directory) {
        Path path = directory.resolve(NAME);
        try {
            channel = FileChannel.open(path, Set.of(CREATE, READ, WRITE), OwnerOnly.file());
        } catch (IOException failure) {
            throw new StoreException("open " + path + ": " + IoReason.of(failure), failure);
        }
        try {
            if (tryLock() == null) {
                throw new StoreException(
                        directory + " is in use by process " + Files.readString(path).strip());
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
        } catch (IOException failure) {
            close();
            throw new StoreException("lock " + path + ": " + IoReason.of(failure), failure);
        } catch (StoreException inUse) {
            close();
            throw inUse;
        }
    }

    /// Null if another process has the lock, or this one.
    private @Nullable FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new StoreException("release " + NAME + ": " + IoReason.of(failure), failure);
        }
    }
}
