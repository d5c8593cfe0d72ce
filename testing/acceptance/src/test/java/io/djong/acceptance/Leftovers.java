package io.djong.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What of a cluster is still on this machine: processes, mounts, cgroups.
final class Leftovers {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private Leftovers() {}

    /// Everything that names the data directory.
    static List<String> of(Path dataDir) {
        List<String> found = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(dataDir.toString()))
                .forEach(process ->
                        found.add("process " + process.pid() + ": " + commandLine(process)));
        lines(Path.of("/proc/self/mountinfo"))
                .filter(line -> line.contains(dataDir.toString()))
                .forEach(line -> found.add("mount " + line));
        return found;
    }

    /// Everything that names one of these pods.
    static List<String> ofPods(Path dataDir, List<String> uids) {
        List<String> found = new ArrayList<>();
        for (String uid : uids) {
            lines(Path.of("/proc/self/mountinfo"))
                    .filter(line -> line.contains(uid))
                    .forEach(line -> found.add("mount " + line));
            if (Files.exists(dataDir.resolve("kubelet/pods").resolve(uid))) {
                found.add("directory of pod " + uid);
            }
        }
        try (Stream<Path> files =
                Files.find(
                        CGROUPS,
                        12,
                        (path, _) -> uids.stream().anyMatch(path.toString()::contains))) {
            files.forEach(path -> found.add("cgroup " + path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (UncheckedIOException vanished) {
            // A cgroup that goes while it is looked at is what is hoped for; the caller looks
            // again.
            found.add("cgroups were changing: " + vanished.getMessage());
        }
        return found;
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
