package io.djong.runtime.logs;

import io.djong.meta.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Keeps a container's logs within so many files of so many bytes; all but the two newest are compressed, so that
/// whoever still reads or writes the last rotated one can finish.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation Log rotation
public final class LogRotation {

    /// Upstream's defaults of the kubelet's `containerLogMaxSize` and `containerLogMaxFiles`.
    public static final long DEFAULT_BYTES_MAX = 10L << 20;

    public static final int DEFAULT_FILES_MAX = 5;

    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String COMPRESSED = ".gz";
    private static final String UNFINISHED = ".tmp";

    private final long bytesMax;
    private final int filesMax;
    private final Clock clock;

    /// @param filesMax at least two: the one being written and one rotated
    public LogRotation(long bytesMax, int filesMax, Clock clock) {
        if (filesMax < 2) {
            throw new IllegalArgumentException("invalid MaxFiles " + filesMax + ", must be > 1");
        }
        this.bytesMax = bytesMax;
        this.filesMax = filesMax;
        this.clock = clock;
    }

    /// Rotates a running container's log if it has grown too large.
    ///
    /// @param reopen makes the runtime write to a new file under the old name
    /// @return whether it was rotated
    public boolean rotate(Path log, Runnable reopen) throws IOException {
        if (!Files.exists(log)) {
            // An earlier rotation got as far as the rename.
            reopen.run();
            return false;
        }
        if (Files.size(log) < bytesMax) {
            return false;
        }
        compressAll(removeExcess(rotated(log)));
        Path aside = Path.of(log + "." + SUFFIX.format(clock.now()));
        Files.move(log, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            reopen.run();
        } catch (RuntimeException failure) {
            Files.move(aside, log, StandardCopyOption.ATOMIC_MOVE);
            throw failure;
        }
        return true;
    }

    /// Removes every file of a container's log: after the container itself was removed.
    public static void removeAll(Path log) throws IOException {
        for (Path old : rotated(log)) {
            Files.deleteIfExists(old);
        }
        Files.deleteIfExists(log);
    }

    /// Oldest first, since the suffix sorts by time. What an interrupted compression left goes away.
    private static List<Path> rotated(Path log) throws IOException {
        List<Path> found = new ArrayList<>();
        Path directory = log.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return found;
        }
        String prefix = log.getFileName() + ".";
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(
                        directory, file -> file.getFileName().toString().startsWith(prefix))) {
            for (Path file : files) {
                String name = file.toString();
                boolean isObsolete =
                        name.endsWith(UNFINISHED) || Files.exists(Path.of(name + COMPRESSED));
                if (isObsolete) {
                    Files.delete(file);
                } else {
                    found.add(file);
                }
            }
        }
        found.sort(null);
        return found;
    }

    /// Leaves room for the file that is being written and for the one about to be rotated.
    private List<Path> removeExcess(List<Path> files) throws IOException {
        int excess = Math.max(0, files.size() - (filesMax - 2));
        for (Path file : files.subList(0, excess)) {
            Files.delete(file);
        }
        return files.subList(excess, files.size());
    }

    private static void compressAll(List<Path> files) throws IOException {
        for (Path file : files) {
            if (!file.toString().endsWith(COMPRESSED)) {
                compress(file);
            }
        }
    }

    private static void compress(Path file) throws IOException {
        Path unfinished = Path.of(file + UNFINISHED);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
            Files.copy(file, out);
        }
        Files.move(unfinished, Path.of(file + COMPRESSED), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }
}
