package io.djong.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// This process' view of the mount table.
///
/// @spec https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html /proc/pid/mountinfo
public final class Mounts {

    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    /// One line of the table.
    ///
    /// @param superOptions what the file system itself was mounted with, such as a v1 cgroup controller's name
    /// @param isShared whether new mounts below it appear in other mount namespaces too
    record Mount(Path point, String type, List<String> superOptions, boolean isShared) {

        static Mount parse(String line) {
            String[] fields = line.split(" ", -1);
            int dash = List.of(fields).indexOf("-");
            boolean shared = false;
            for (int i = 6; i < dash; i++) {
                shared |= fields[i].startsWith("shared:");
            }
            return new Mount(
                    Path.of(unescaped(fields[4])),
                    fields[dash + 1],
                    List.of(fields[dash + 3].split(",")),
                    shared);
        }

        /// Blanks, tabs, newlines and backslashes are written as three octal digits.
        private static String unescaped(String text) {
            if (text.indexOf('\\') < 0) {
                return text;
            }
            return text.replace("\\040", " ")
                    .replace("\\011", "\t")
                    .replace("\\012", "\n")
                    .replace("\\134", "\\");
        }
    }

    private Mounts() {}

    /// In the order in which they were made.
    static List<Mount> all() {
        try {
            return Files.readAllLines(TABLE).stream().map(Mount::parse).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The mount that `path` is in: the last one made at the longest point above it.
    static Mount of(Path path) {
        Path real = path.toAbsolutePath().normalize();
        return all().stream()
                .filter(mount -> real.startsWith(mount.point()))
                .reduce((a, b) -> b.point().getNameCount() >= a.point().getNameCount() ? b : a)
                .orElseThrow(() -> new RuntimeSetupException(path + " is in no mount"));
    }

    /// Makes mounts below `directory` visible in mount namespaces that are made from now on, and the other
    /// way round, by mounting it on itself if need be. Safe to repeat.
    public static void makeShared(Path directory) {
        if (of(directory).isShared()) {
            return;
        }
        String path = directory.toString();
        if (!of(directory).point().equals(directory)) {
            Commands.run("mount", "--bind", path, path);
        }
        Commands.run("mount", "--make-shared", path);
    }

    /// Undoes every mount at or below `directory`, the newest first; a busy one goes when its last user does.
    public static void unmountAll(Path directory) {
        List<Path> points = new ArrayList<>();
        for (Mount mount : all()) {
            if (mount.point().startsWith(directory)) {
                points.addFirst(mount.point());
            }
        }
        points.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        for (Path point : points) {
            // A mount that was propagated from an earlier one in the list is gone by now.
            if (of(point).point().equals(point)) {
                Commands.run("umount", "--lazy", "--no-canonicalize", point.toString());
            }
        }
    }
}
