package io.djong.runtime;

import io.djong.runtime.Mounts.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The control groups of one cluster's pods, below one root of their own in every hierarchy.
///
/// Paths are relative to that root (`kubepods/burstable/pod1234`); [#parentOf] makes what CRI wants to hear.
/// Works on cgroup v2, on v1 with its hierarchy a controller, and on hybrid machines, which have v1's
/// controllers and an (almost) empty v2 hierarchy beside them.
///
/// @spec https://docs.kernel.org/admin-guide/cgroup-v2.html Control group v2
/// @spec https://docs.kernel.org/admin-guide/cgroup-v1/index.html Control groups version 1
public final class Cgroups {

    /// Which hierarchies the machine has.
    public enum Mode {
        V1,
        HYBRID,
        V2
    }

    /// Where limits are set and usage is read. The runtime makes the others' directories by itself.
    private static final List<String> MANAGED = List.of("cpu", "cpuacct", "memory", "pids");

    private final Mode mode;
    private final String root;
    private final Map<String, Path> hierarchies;

    /// @param hierarchies where each controller is mounted; v2's under the empty name
    Cgroups(Mode mode, String root, Map<String, Path> hierarchies) {
        this.mode = mode;
        this.root = root;
        this.hierarchies = hierarchies;
    }

    /// Looks at the mounted hierarchies.
    ///
    /// @param root the group below which everything of one cluster is, such as `djong-a1b2`
    public static Cgroups below(String root) {
        Map<String, Path> hierarchies = new LinkedHashMap<>();
        boolean hasV1 = false;
        Path unified = null;
        for (Mount mount : Mounts.all()) {
            if (mount.type().equals("cgroup2")) {
                unified = unified == null ? mount.point() : unified;
            } else if (mount.type().equals("cgroup")) {
                for (String option : mount.superOptions()) {
                    if (!option.equals("rw") && !option.equals("ro")) {
                        hasV1 |= !option.startsWith("name=");
                        hierarchies.putIfAbsent(option, mount.point());
                    }
                }
            }
        }
        if (unified != null) {
            hierarchies.put("", unified);
        }
        if (hierarchies.isEmpty()) {
            throw new RuntimeSetupException(
                    "no control groups are mounted, expected them below /sys/fs/cgroup");
        }
        Mode mode = !hasV1 ? Mode.V2 : unified == null ? Mode.V1 : Mode.HYBRID;
        return new Cgroups(mode, root, hierarchies);
    }

    public Mode mode() {
        return mode;
    }

    public String root() {
        return root;
    }

    /// The absolute path that CRI's `cgroup_parent` takes.
    public String parentOf(String path) {
        return "/" + root + "/" + path;
    }

    /// The v2 hierarchy of a hybrid machine, which crun must not see.
    Optional<Path> unifiedOfHybrid() {
        return mode == Mode.HYBRID ? Optional.ofNullable(hierarchies.get("")) : Optional.empty();
    }

    /// Makes a group and its parents.
    public void create(String path) {
        try {
            if (mode == Mode.V2) {
                createUnified(path);
            } else {
                for (String controller : MANAGED) {
                    Files.createDirectories(directory(controller, path));
                }
            }
        } catch (IOException failure) {
            throw new RuntimeSetupException(
                    "control group " + path + " could not be made", failure);
        }
    }

    /// In v2 a group has the controllers that its parent hands down.
    private void createUnified(String path) throws IOException {
        Path group = directory("", path);
        Path top = hierarchy("");
        String offered = Files.readString(top.resolve("cgroup.controllers")).strip();
        String wanted = offered.isEmpty() ? "" : "+" + offered.replace(" ", " +");
        Path parent = top;
        for (Path step : top.relativize(group)) {
            handDown(parent, wanted, top);
            parent = parent.resolve(step);
            if (!Files.exists(parent)) {
                Files.createDirectory(parent);
            }
        }
    }

    /// Inside another container the top group is an ordinary one, which may not have both processes and
    /// controllers for its children: then its processes move down one level.
    private static void handDown(Path parent, String controllers, Path top) throws IOException {
        Path control = parent.resolve("cgroup.subtree_control");
        try {
            Files.writeString(control, controllers);
        } catch (IOException busy) {
            if (!parent.equals(top)) {
                throw busy;
            }
            Path below = Files.createDirectories(top.resolve("init"));
            for (String pid : Files.readAllLines(top.resolve("cgroup.procs"))) {
                moveTo(below, pid);
            }
            Files.writeString(control, controllers);
        }
    }

    private static void moveTo(Path group, String pid) {
        try {
            Files.writeString(group.resolve("cgroup.procs"), pid);
        } catch (IOException ended) {
            // A process that ended meanwhile needs no place.
        }
    }

    /// Sets what `limits` names and leaves the rest as it is.
    public void limit(String path, CgroupLimits limits) {
        Map<String, String> files = mode == Mode.V2 ? limits.unifiedFiles() : limits.v1Files();
        for (var file : files.entrySet()) {
            String controller = file.getKey().substring(0, file.getKey().indexOf('.'));
            Path target = directory(mode == Mode.V2 ? "" : controller, path).resolve(file.getKey());
            try {
                Files.writeString(target, file.getValue());
            } catch (IOException failure) {
                throw new RuntimeSetupException(
                        target + " could not be set to " + file.getValue(), failure);
            }
        }
    }

    public boolean exists(String path) {
        return Files.exists(directory(mode == Mode.V2 ? "" : "memory", path));
    }

    /// What the processes in a group and below it use; empty when there is no such group.
    public Optional<CgroupUsage> usage(String path) {
        if (!exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    mode == Mode.V2
                            ? CgroupUsage.ofUnified(directory("", path))
                            : CgroupUsage.ofV1(
                                    directory("cpuacct", path),
                                    directory("memory", path),
                                    directory("pids", path)));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new RuntimeSetupException(
                    "control group " + path + " could not be read", failure);
        }
    }

    /// The ids of all processes in a group and below it.
    public List<Long> processes(String path) {
        return hierarchies.keySet().stream()
                .flatMap(controller -> groups(directory(controller, path)).stream())
                .flatMap(group -> lines(group.resolve("cgroup.procs")))
                .map(Long::parseLong)
                .distinct()
                .toList();
    }

    /// Kills everything in a group and below it.
    ///
    /// @return whether nothing was left to kill; a dying process counts until it is gone
    public boolean kill(String path) {
        List<ProcessHandle> alive =
                processes(path).stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .filter(ProcessHandle::isAlive)
                        .toList();
        alive.forEach(ProcessHandle::destroyForcibly);
        return alive.isEmpty();
    }

    /// Removes a group and all below it from every hierarchy, the runtime's included.
    ///
    /// @return whether nothing is left; a group with a process that is still dying has to be tried again
    public boolean remove(String path) {
        boolean clean = true;
        for (String controller : hierarchies.keySet()) {
            for (Path group : groups(directory(controller, path)).reversed()) {
                clean &= removeOne(group);
            }
        }
        return clean;
    }

    private static boolean removeOne(Path group) {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    /// A group and everything below it, parents first; none when it does not exist.
    private static List<Path> groups(Path top) {
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(top)) {
            return found.filter(Files::isDirectory).toList();
        } catch (IOException | java.io.UncheckedIOException goingAway) {
            return List.of(top);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException gone) {
            return Stream.empty();
        }
    }

    private Path directory(String controller, String path) {
        return hierarchy(controller).resolve(root).resolve(path).normalize();
    }

    private Path hierarchy(String controller) {
        Path top = hierarchies.get(controller);
        if (top == null) {
            throw new RuntimeSetupException(
                    "the kernel's control groups lack the controller " + controller);
        }
        return top;
    }
}
