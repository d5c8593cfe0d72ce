package io.djong.volumes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes a set of files so that a reader sees the old set or the new one, never a mixture.
///
/// The files lie in a directory of their own; `..data` is a link to it that is replaced by one rename. What a
/// user sees (`key`) is a link through `..data`.
///
/// @spec https://kubernetes.io/docs/concepts/configuration/configmap/ Mounted ConfigMaps are updated automatically
public final class AtomicFiles {

    private static final String DATA = "..data";
    private static final String NEW_DATA = "..data_tmp";

    private final Path directory;

    public AtomicFiles(Path directory) {
        this.directory = directory;
    }

    /// @param owner the user that has the file, or null for root
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(byte[] bytes, int mode, @Nullable Long owner) {

        public Content(byte[] bytes, int mode) {
            this(bytes, mode, null);
        }
    }

    /// Makes the directory have exactly these files.
    ///
    /// @param files by relative path
    /// @param group the `fsGroup` they are given to, or null
    /// @return whether anything changed
    public boolean write(Map<String, Content> files, @Nullable Long group) {
        try {
            return replace(files, group);
        } catch (IOException failure) {
            throw new VolumeException("write " + directory + ": " + failure.getMessage(), failure);
        }
    }

    private boolean replace(Map<String, Content> files, @Nullable Long group) throws IOException {
        Path data = directory.resolve(DATA);
        Path old =
                Files.isSymbolicLink(data) ? directory.resolve(Files.readSymbolicLink(data)) : null;
        if (old != null && isSame(old, files)) {
            return false;
        }
        Path fresh = Files.createTempDirectory(directory, "..");
        Trees.mode(fresh, 0755);
        for (Map.Entry<String, Content> file : files.entrySet()) {
            Path path = fresh.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().bytes());
            Trees.mode(path, file.getValue().mode());
            Long owner = file.getValue().owner();
            if (owner != null) {
                Trees.owner(path, owner);
            }
        }
        Trees.giveToGroup(fresh, group, true);
        Path link = directory.resolve(NEW_DATA);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, fresh.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        linkNames(files.keySet());
        if (old != null) {
            Trees.remove(old);
        }
        return true;
    }

    private void linkNames(Set<String> paths) throws IOException {
        Set<String> wanted = new HashSet<>();
        for (String path : paths) {
            wanted.add(Path.of(path).getName(0).toString());
        }
        for (String name : wanted) {
            Path link = directory.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.startsWith("..")
                        && !wanted.contains(name)
                        && Files.isSymbolicLink(entry)) {
                    Files.delete(entry);
                }
            }
        }
    }

    private static boolean isSame(Path old, Map<String, Content> files) throws IOException {
        int found = 0;
        try (Stream<Path> tree = Files.walk(old)) {
            for (Path path : tree.toList()) {
                if (Files.isDirectory(path)) {
                    continue;
                }
                Content content = files.get(old.relativize(path).toString());
                if (content == null || !Arrays.equals(content.bytes(), Files.readAllBytes(path))) {
                    return false;
                }
                found++;
            }
        }
        return found == files.size();
    }
}
