package io.djong.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// Remembers which archives were loaded, by name, size and time, so that a start does not load them again.
final class LoadedArchives {

    private final Path file;
    private final Set<String> known;

    private LoadedArchives(Path file, Set<String> known) {
        this.file = file;
        this.known = known;
    }

    static LoadedArchives read(Path file) throws IOException {
        return new LoadedArchives(
                file,
                Files.exists(file) ? new HashSet<>(Files.readAllLines(file)) : new HashSet<>());
    }

    boolean contains(Path archive) throws IOException {
        return known.contains(mark(archive));
    }

    void add(Path archive) throws IOException {
        known.add(mark(archive));
        Files.writeString(
                file, mark(archive) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String mark(Path archive) throws IOException {
        return archive.getFileName()
                + " "
                + Files.size(archive)
                + " "
                + Files.getLastModifiedTime(archive);
    }
}
