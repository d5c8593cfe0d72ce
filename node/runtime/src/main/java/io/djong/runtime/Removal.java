package io.djong.runtime;

import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.runtime.cri.PodSandbox;
import io.djong.runtime.cri.PodSandboxFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes everything down that a containerd ever ran: politely through it, then by force what is left.
final class Removal {

    private static final Log LOG = Log.of(Removal.class);

    /// A runtime that hangs must not keep `djong down` from ending.
    private static final Duration POLITE_MAX = Duration.ofSeconds(30);

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
        Mounts.unmountAll(layout.directory());
        sharedDirectories.forEach(Mounts::unmountAll);
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
