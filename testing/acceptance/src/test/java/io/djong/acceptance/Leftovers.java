package io.djong.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What of a cluster is still on this machine: processes, mounts, cgroups, network devices, rules.
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

    /// The machine's ends of the pods' network pairs.
    static Set<String> pairs() {
        return run("ip", "-oneline", "link", "show", "type", "veth")
                .lines()
                .map(line -> line.split(":? +|@")[1])
                .collect(Collectors.toSet());
    }

    /// Lines of the packet filter's rules that name one of these addresses, or a chain of that namespace.
    static List<String> rules(String namespace, List<String> addresses) {
        return run("nft", "list", "ruleset")
                .lines()
                .filter(line ->
                        line.contains("-" + namespace + "-")
                                || addresses.stream()
                                        .anyMatch(address ->
                                                Pattern.compile(
                                                                "\\b"
                                                                        + Pattern.quote(address)
                                                                        + "\\b")
                                                        .matcher(line)
                                                        .find()))
                .map(line -> "rule " + line.strip())
                .toList();
    }

    /// What the container runtime keeps of these containers.
    static List<String> ofContainers(Path dataDir, List<String> ids) {
        try (Stream<Path> files =
                Files.find(
                        dataDir.resolve("containerd"),
                        7,
                        (path, _) -> ids.contains(path.getFileName().toString()))) {
            return files.map(path -> "container " + path).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (UncheckedIOException vanished) {
            return List.of("containers were changing: " + vanished.getMessage());
        }
    }

    private static String run(String... command) {
        return new Shell(Path.of("/"), Map.of())
                .run(Duration.ofSeconds(30), List.of(command))
                .orFail();
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
