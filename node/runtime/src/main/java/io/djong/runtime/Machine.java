package io.djong.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What this machine offers to a container runtime. Found out, never assumed.
///
/// @param containerd the daemon's program
/// @param runtimes OCI runtimes by their names, the default one first
/// @param cniPlugins the directory of the network plug-ins
/// @param mayLowerOomScores whether processes may be shielded from the kernel's out-of-memory killer
/// @param hasAppArmor whether the kernel enforces AppArmor profiles
record Machine(
        Path containerd,
        List<Path> runtimes,
        Path cniPlugins,
        boolean mayLowerOomScores,
        boolean hasAppArmor) {

    private static final List<Path> PROGRAM_DIRECTORIES =
            Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
                    .map(Path::of)
                    .toList();

    /// Debian's place, then the one that upstream's releases use.
    private static final List<Path> CNI_DIRECTORIES =
            List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"));

    /// crun starts a container in a third of runc's time, so it comes first.
    private static final List<String> OCI_RUNTIMES = List.of("crun", "runc");

    private static final int CAP_SYS_RESOURCE = 24;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path APPARMOR = Path.of("/sys/module/apparmor/parameters/enabled");

    /// Looks the machine over.
    ///
    /// @throws RuntimeSetupException naming everything that is missing
    static Machine inspect() {
        List<String> packages = missingPackages();
        if (!packages.isEmpty()) {
            throw new RuntimeSetupException(
                    "programs of these packages are missing: %s; install them, on Debian with: apt-get install %s"
                            .formatted(String.join(", ", packages), String.join(" ", packages)));
        }
        if (!"0".equals(statusField("Uid:").split("\\s+")[0])) {
            throw new RuntimeSetupException("containers need root: run as root, or with sudo");
        }
        return new Machine(
                program("containerd").orElseThrow(),
                OCI_RUNTIMES.stream().flatMap(name -> program(name).stream()).toList(),
                cniDirectory().orElseThrow(),
                hasCapability(CAP_SYS_RESOURCE),
                readOr(APPARMOR, "N").startsWith("Y"));
    }

    /// Debian packages that have to be installed before a runtime can be started here.
    static List<String> missingPackages() {
        List<String> missing = new ArrayList<>();
        if (program("containerd").isEmpty() || program("containerd-shim-runc-v2").isEmpty()) {
            missing.add("containerd");
        }
        if (OCI_RUNTIMES.stream().allMatch(name -> program(name).isEmpty())) {
            missing.add("crun");
        }
        if (cniDirectory().isEmpty()) {
            missing.add("containernetworking-plugins");
        }
        return missing;
    }

    static Optional<Path> program(String name) {
        return PROGRAM_DIRECTORIES.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> cniDirectory() {
        return CNI_DIRECTORIES.stream()
                .filter(directory -> Files.isExecutable(directory.resolve("bridge")))
                .findFirst();
    }

    private static boolean hasCapability(int number) {
        long effective = HexFormat.fromHexDigitsToLong(statusField("CapEff:"));
        return (effective >> number & 1) == 1;
    }

    private static String statusField(String name) {
        return readOr(STATUS, "")
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new RuntimeSetupException(STATUS + " has no " + name));
    }

    private static String readOr(Path file, String otherwise) {
        try {
            return Files.exists(file) ? Files.readString(file) : otherwise;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
