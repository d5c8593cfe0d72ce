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
import org.jspecify.annotations.Nullable;

/// Takes everything down that a containerd ever ran: politely through it, then by force what is left.
final class Removal {

    private static final Log LOG = Log.of(Removal.class);

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

    /// Removes all pods at once; their networks are taken down by the plug-ins.
    void run(@Nullable Cri cri) throws InterruptedException {
        if (cri == null) {
            return;
        }
        List<Thread> removals = new ArrayList<>();
        for (PodSandbox sandbox : cri.listPodSandboxes(PodSandboxFilter.getDefaultInstance())) {
            removals.add(
                    threads.start("remove-" + sandbox.getId(), () -> remove(cri, sandbox.getId())));
        }
        for (Thread removal : removals) {
            removal.join();
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
