package io.djong.cluster;

import io.djong.cli.CliException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes sure that one server at a time uses a data directory, and tells others which.
///
/// The lock is the kernel's, so it goes with the process however that ends; the pid file beside it is for people and for `djong down`.
final class ServerLock implements AutoCloseable {

    private final FileChannel channel;
    private final Path pidFile;

    private ServerLock(FileChannel channel, Path pidFile) {
        this.channel = channel;
        this.pidFile = pidFile;
    }

    /// @throws CliException when another server uses the directory, or it cannot be used at all
    static ServerLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwx--x--x"));
            }
            Path pidFile = directory.resolve("djong.pid");
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve("djong.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new CliException(
                        directory
                                + ": a djong runs on it (pid "
                                + readPid(pidFile)
                                + "): stop it with './djong down', or use another --data-dir");
            }
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
            return new ServerLock(channel, pidFile);
        } catch (AccessDeniedException denied) {
            throw new CliException(
                    directory + ": no permission to write there: use another --data-dir", denied);
        } catch (FileSystemException failure) {
            throw new CliException(directory + ": cannot be used: " + failure.getReason(), failure);
        } catch (IOException failure) {
            throw new CliException(
                    directory + ": cannot be used: " + failure.getMessage(), failure);
        }
    }

    private static String readPid(Path pidFile) throws IOException {
        return Files.exists(pidFile) ? Files.readString(pidFile).strip() : "unknown";
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(pidFile);
        channel.close();
    }
}
