package io.djong.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What processes were started with, from `/proc`.
final class CommandLines {

    private static final Path PROC = Path.of("/proc");

    private CommandLines() {}

    /// The words of a process' command line; none when it has ended.
    static List<String> of(long pid) {
        try {
            String words = Files.readString(PROC.resolve(pid + "/cmdline"));
            return words.isEmpty() ? List.of() : List.of(words.split("\0"));
        } catch (IOException ended) {
            return List.of();
        }
    }

    /// All processes whose command line fulfils `condition`.
    static List<ProcessHandle> matching(Predicate<List<String>> condition) {
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (condition.test(of(pid))) {
                    ProcessHandle.of(pid).ifPresent(found::add);
                }
            }
        } catch (IOException failure) {
            throw new RuntimeSetupException("processes could not be listed", failure);
        }
        return found;
    }
}
