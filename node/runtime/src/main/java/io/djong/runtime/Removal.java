package io.djong.runtime;

import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.runtime.cri.PodSandbox;
import io.djong.runtime.cri.PodSandboxFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Takes everything down that a containerd ever ran: politely through it, then by force what is left.
final class Removal {

    private static final Log LOG = Log.of(Removal.class);

    /// A runtime that hangs must not keep `djong down` from ending.
    private static final Duration POLITE_MAX = Duration.ofSeconds(30);

    private static final Path SHIM_SOCKETS = Path.of("/run/containerd/s");
    private static final Path CNI_RESULTS = Path.of("/var/lib/cni/results");

    private static final Duration SWEEP_MAX = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);

    private final ContainerdLayout layout;
    private final List<Path> sharedDirectories;
    private final Cgroups cgroups;
    private final Clock clock;
    private final Threads threads;

    Removal(
            ContainerdLayout layout,
            List<Path> sharedDirectories,
            Cgroups cgroups,
            Clock clock,
            Threads threads) {
        this.layout = layout;
        this.sharedDirectories = sharedDirectories;
        this.cgroups = cgroups;
        this.clock = clock;
        this.threads = threads;
    }

    /// Whether any pod may be running.
    boolean hasWork() {
        return !shims().isEmpty() || cgroups.exists("");
    }

    /// Removes all pods at once; their networks are taken down by the plug-ins.
    void removePods(Cri cri) throws InterruptedException {
        List<Thread> removals = new ArrayList<>();
        for (PodSandbox sandbox : cri.listPodSandboxes(PodSandboxFilter.getDefaultInstance())) {
            removals.add(
                    threads.start("remove-" + sandbox.getId(), () -> remove(cri, sandbox.getId())));
        }
        long begin = clock.nanos();
        for (Thread removal : removals) {
            Duration left = POLITE_MAX.minusNanos(clock.nanos() - begin);
            if (left.isNegative() || !removal.join(left)) {
                removal.interrupt();
            }
        }
    }

    private static void remove(Cri cri, String sandbox) {
        try {
            cri.stopPodSandbox(sandbox);
            cri.removePodSandbox(sandbox);
        } catch (CriException failure) {
            LOG.warn("Pod not removed in order", failure, "sandbox", sandbox);
        }
    }

    /// Without containerd: processes, mounts, control groups.
    void sweep() throws InterruptedException {
        long begin = clock.nanos();
        while (!isSwept()) {
            if (clock.nanos() - begin > SWEEP_MAX.toNanos()) {
                LOG.warn("Control groups or shims are left", "cgroup", cgroups.root());
                break;
            }
            clock.sleep(POLL);
        }
        removeTraces();
        Mounts.unmountAll(layout.directory());
        sharedDirectories.forEach(Mounts::unmountAll);
    }

    /// What containerd and the plug-ins keep outside our directory, known by the pods' ids. Nothing is there
    /// after pods were removed in order.
    private void removeTraces() {
        try {
            for (String sandbox :
                    names(layout.root().resolve("io.containerd.grpc.v1.cri/sandboxes"))) {
                Files.deleteIfExists(SHIM_SOCKETS.resolve(shimSocket(sandbox)));
                for (String result : names(CNI_RESULTS)) {
                    if (result.contains(sandbox)) {
                        Files.deleteIfExists(CNI_RESULTS.resolve(result));
                    }
                }
            }
            Files.deleteIfExists(layout.socket());
            Files.deleteIfExists(Path.of(layout.socket() + ".ttrpc"));
            if (!layout.socket().startsWith(layout.directory())) {
                Files.deleteIfExists(layout.socket().getParent());
            }
        } catch (IOException failure) {
            LOG.warn("Traces are left", failure, "directory", layout.directory());
        }
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /// @spec https://github.com/containerd/containerd/blob/release/1.6/runtime/v2/shim/util_unix.go SocketAddress
    private String shimSocket(String sandbox) {
        String name = layout.socket() + "/" + RuntimeEvents.NAMESPACE + "/" + sandbox;
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private boolean isSwept() {
        List<ProcessHandle> shims = shims();
        shims.forEach(ProcessHandle::destroyForcibly);
        return cgroups.kill("") && shims.isEmpty() && cgroups.remove("");
    }

    /// One process a pod, which was told our socket's address.
    private List<ProcessHandle> shims() {
        String address = layout.socket().toString();
        return CommandLines.matching(words ->
                !words.isEmpty()
                        && words.getFirst().contains("containerd-shim")
                        && words.contains(address));
    }
}
