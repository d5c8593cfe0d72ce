package io.djong.volumes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Owners, modes and removal of directory trees; links are never followed.
public final class Trees {

    private static final int PERMISSIONS = 0xFFF;
    private static final int SET_GROUP_ID = 02000;

    private Trees() {}

    public static void mode(Path path, int mode) {
        try {
            int type = (int) Files.getAttribute(path, "unix:mode") & ~PERMISSIONS;
            Files.setAttribute(path, "unix:mode", type | mode);
        } catch (IOException failure) {
            throw new VolumeException("chmod " + path + ": " + failure.getMessage(), failure);
        }
    }

    public static void group(Path path, long group) {
        attribute(path, "unix:gid", group);
    }

    public static void owner(Path path, long user) {
        attribute(path, "unix:uid", user);
    }

    private static void attribute(Path path, String name, long id) {
        try {
            Files.setAttribute(path, name, (int) id, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failure) {
            throw new VolumeException("chown " + path + ": " + failure.getMessage(), failure);
        }
    }

    /// Gives a volume to its pod's `fsGroup`: the group may do what the owner may, and new files stay in the group.
    ///
    /// @spec https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ fsGroup
    public static void giveToGroup(Path directory, @Nullable Long group, boolean readOnly) {
        if (group == null) {
            return;
        }
        int forFiles = readOnly ? 0440 : 0660;
        int forDirectories = forFiles | 0110 | SET_GROUP_ID;
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path path, BasicFileAttributes attributes) throws IOException {
                            return give(path, forDirectories);
                        }

                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                                throws IOException {
                            if (attributes.isSymbolicLink()) {
                                group(path, group);
                                return FileVisitResult.CONTINUE;
                            }
                            return give(path, forFiles);
                        }

                        private FileVisitResult give(Path path, int more) throws IOException {
                            group(path, group);
                            int mode = (int) Files.getAttribute(path, "unix:mode") & PERMISSIONS;
                            mode(path, mode | more);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException failure) {
            throw new VolumeException("applyFSGroup failed for " + directory, failure);
        }
    }

    /// Removes a tree. The caller has made sure that nothing is mounted in it.
    public static void remove(Path root) {
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                                throws IOException {
                            Files.deleteIfExists(path);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path path, IOException failure)
                                throws IOException {
                            if (failure instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw failure;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path path, @Nullable IOException failure) throws IOException {
                            if (failure != null) {
                                throw failure;
                            }
                            Files.deleteIfExists(path);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException failure) {
            throw new VolumeException("remove " + root + ": " + failure.getMessage(), failure);
        }
    }
}
