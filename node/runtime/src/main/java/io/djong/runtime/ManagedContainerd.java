package io.djong.runtime;

import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.runtime.image.PauseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A containerd of our own: own directory, socket, configuration and network plug-ins, beside any other.
///
/// Containers live on when this process or containerd ends; the next [#start] finds them again, reusing a
/// containerd that still runs. Nothing is left only after [#delete].
///
/// Shape: a small lock around starting and stopping; one supervising thread.
public final class ManagedContainerd implements AutoCloseable {

    private static final Log LOG = Log.of(ManagedContainerd.class);

    private static final Duration RESTART_PAUSE_FIRST = Duration.ofMillis(50);
    private static final Duration RESTART_PAUSE_MAX = Duration.ofSeconds(10);

    /// A daemon that lived this long had no trouble starting.
    private static final Duration STABLE = Duration.ofSeconds(10);

    private final ContainerdLayout layout;
    private final List<Path> sharedDirectories;
    private final Cgroups cgroups;
    private final Clock clock;
    private final Threads threads;
    private final RuntimeSocket socket;
    private final CriClient cri;
    private final Images images;

    private volatile @Nullable ContainerdProcess process;
    private volatile boolean isStopping;
    private @Nullable Thread supervisor;

    /// @param directory what containerd may use; made when missing
    /// @param sharedDirectories directories outside it whose mounts containers must see: the kubelet's volumes
    /// @param cgroups where the pods' control groups are, so that [#delete] finds them
    public ManagedContainerd(
            Path directory,
            List<Path> sharedDirectories,
            Cgroups cgroups,
            Clock clock,
            Threads threads) {
        this.layout = new ContainerdLayout(directory);
        this.sharedDirectories = sharedDirectories.stream().map(ContainerdLayout::real).toList();
        this.cgroups = cgroups;
        this.clock = clock;
        this.threads = threads;
        this.socket = new RuntimeSocket(layout.socket());
        this.cri = new CriClient(socket);
        this.images = new Images(cri, socket, clock);
    }

    /// Brings containerd up, or finds it running; returns when it answers and has the pause image.
    ///
    /// @throws RuntimeSetupException when the machine lacks something, saying what
    public synchronized void start() throws InterruptedException {
        if (supervisor != null) {
            return;
        }
        Machine machine = Machine.inspect();
        isStopping = false;
        prepare(machine);
        ContainerdProcess running =
                ContainerdProcess.adopt(layout, cri, clock).or(() -> launch(machine)).orElseThrow();
        process = running;
        if (images.status(PauseImage.NAME).isEmpty()) {
            loadPauseImage();
        }
        supervisor = threads.start("containerd-supervisor", () -> supervise(machine));
    }

    private Optional<ContainerdProcess> launch(Machine machine) {
        return Optional.of(
                ContainerdProcess.launch(layout, machine, cgroups.unifiedOfHybrid(), cri, clock));
    }

    private void prepare(Machine machine) {
        try {
            for (Path directory :
                    List.of(
                            layout.directory(),
                            layout.registries(),
                            layout.cniConfigurations(),
                            layout.cniPlugins(),
                            layout.socket().getParent())) {
                Files.createDirectories(directory);
            }
            for (Path directory : sharedDirectories) {
                Files.createDirectories(directory);
                Mounts.makeShared(directory);
            }
            Mounts.makeShared(layout.directory());
            BootState.forgetWhatDidNotSurvive(layout);
            linkPlugins(machine.cniPlugins());
            Files.writeString(
                    layout.configuration(),
                    ContainerdConfiguration.of(layout, machine, PauseImage.NAME));
        } catch (IOException failure) {
            throw new RuntimeSetupException(
                    layout.directory() + " could not be prepared for containerd", failure);
        }
    }

    private void linkPlugins(Path installed) throws IOException {
        try (Stream<Path> plugins = Files.list(installed)) {
            for (Path plugin : plugins.toList()) {
                Path link = layout.cniPlugins().resolve(plugin.getFileName());
                if (!Files.exists(link)) {
                    Files.deleteIfExists(link);
                    Files.createSymbolicLink(link, plugin);
                }
            }
        }
    }

    private void loadPauseImage() throws InterruptedException {
        Path archive = layout.directory().resolve("pause.tar");
        try {
            PauseImage.writeTo(archive);
            images.load(archive);
            Files.delete(archive);
        } catch (IOException failure) {
            throw new RuntimeSetupException("the pause image could not be written", failure);
        }
    }

    private void supervise(Machine machine) {
        Duration pause = RESTART_PAUSE_FIRST;
        try {
            while (!isStopping) {
                ContainerdProcess current = process;
                if (current == null) {
                    return;
                }
                long since = clock.nanos();
                current.waitForEnd();
                if (isStopping) {
                    return;
                }
                boolean stable = clock.nanos() - since > STABLE.toNanos();
                pause = stable ? RESTART_PAUSE_FIRST : pause;
                LOG.warn("Containerd ended", "directory", layout.directory(), "restartIn", pause);
                clock.sleep(pause);
                pause = min(pause.multipliedBy(2), RESTART_PAUSE_MAX);
                restart(machine);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void restart(Machine machine) {
        if (isStopping) {
            return;
        }
        try {
            process =
                    ContainerdProcess.launch(
                            layout, machine, cgroups.unifiedOfHybrid(), cri, clock);
        } catch (RuntimeSetupException failure) {
            LOG.error("Containerd did not start", failure, "directory", layout.directory());
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// Whether containerd's process runs. What it can do is for [Cri#status] to say.
    public boolean isRunning() {
        ContainerdProcess current = process;
        return current != null && current.isAlive();
    }

    /// The process id of containerd; empty while there is none.
    public Optional<Long> pid() {
        ContainerdProcess current = process;
        return current == null || !current.isAlive()
                ? Optional.empty()
                : Optional.of(current.pid());
    }

    public Cri cri() {
        return cri;
    }

    public Images images() {
        return images;
    }

    public ContainerdLayout layout() {
        return layout;
    }

    /// Tells `listener` of processes in containers, on a thread of its own, until the result is closed.
    public RuntimeEvents events(Consumer<RuntimeEvent> listener) {
        return new RuntimeEvents(socket, clock, threads, listener);
    }

    /// Ends containerd and leaves all containers running.
    public synchronized void stop() throws InterruptedException {
        endSupervision();
        ContainerdProcess current = process;
        process = null;
        if (current != null) {
            current.stop();
        }
    }

    /// Ends everything that ever ran here: pods, containerd, mounts, control groups. Files stay.
    ///
    /// Works on what an earlier process left behind, too: if containerd has died it is started once more,
    /// because only it can take down the pods' networks.
    public synchronized void delete() throws InterruptedException {
        endSupervision();
        Removal removal = new Removal(layout, sharedDirectories, cgroups, clock, threads);
        try {
            if (!isRunning()) {
                process =
                        ContainerdProcess.adopt(layout, cri, clock)
                                .or(() -> removal.hasWork() ? launchAgain() : Optional.empty())
                                .orElse(null);
            }
            if (isRunning()) {
                removal.removePods(cri);
            }
        } catch (CriException | RuntimeSetupException failure) {
            LOG.warn("Pods not removed in order", failure, "directory", layout.directory());
        }
        stop();
        removal.sweep();
    }

    private Optional<ContainerdProcess> launchAgain() {
        Machine machine = Machine.inspect();
        prepare(machine);
        return launch(machine);
    }

    private void endSupervision() {
        isStopping = true;
        Thread running = supervisor;
        supervisor = null;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Lets go of containerd, which keeps running without a supervisor.
    @Override
    public synchronized void close() {
        endSupervision();
        cri.close();
    }
}
