package io.djong.volumes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is mounted at or below a directory.
///
/// @spec https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html /proc/pid/mountinfo
final class MountTable {

    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int POINT = 4;

    private MountTable() {}

    /// The deepest first, so that they can be undone in this order.
    static List<Path> below(Path directory) {
        Path real = directory.toAbsolutePath().normalize();
        List<Path> points = new ArrayList<>();
        try (var lines = Files.lines(TABLE)) {
            lines.forEach(line -> {
                Path point = Path.of(unescaped(line.split(" ", -1)[POINT]));
                if (point.startsWith(real)) {
                    points.addFirst(point);
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        points.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        return points;
    }

    static boolean isMountPoint(Path directory) {
        return below(directory).contains(directory.toAbsolutePath().normalize());
    }

    /// Blanks, tabs, newlines and backslashes are written as three octal digits.
    private static String unescaped(String text) {
        return text.indexOf('\\') < 0
                ? text
                : text.replace("\\040", " ")
                        .replace("\\011", "\t")
                        .replace("\\012", "\n")
                        .replace("\\134", "\\");
    }
}
