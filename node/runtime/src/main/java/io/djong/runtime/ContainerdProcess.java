package io.djong.runtime;

import io.djong.meta.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// One run of the containerd daemon, started by us or by an earlier process of ours.
final class ContainerdProcess {

    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(2);

    /// At level `warn` little is logged; this bounds a daemon that complains for months.
    private static final long LOG_BYTES_MAX = 16 << 20;

    /// The daemon's own view of the machine. Mounts below our directories are shared with the machine in both
    /// directions. The second cgroup hierarchy of a hybrid machine is hidden, because crun refuses to run when
    /// it sees both; `/sys` is made private before, so that it is hidden from nobody else. A shared `/` is
    /// what containers with mount propagation ask for.
    private static final String LAUNCHER =
            """
            echo $$ > "$1"
            mount --make-rshared / || exit
            if [ -n "$4" ]; then
                mount --make-rprivate /sys && umount "$4" || exit
            fi
            exec "$2" --config "$3"
            """;

    private final ProcessHandle handle;
    private final Clock clock;

    private ContainerdProcess(ProcessHandle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /// Finds the daemon that an earlier process started, if it runs and answers. One that runs and does not
    /// answer is killed, because it holds the locks that the next one needs.
    static Optional<ContainerdProcess> adopt(ContainerdLayout layout, CriClient cri, Clock clock) {
        Optional<ContainerdProcess> found =
                recordedPid(layout)
                        .filter(pid -> isOurs(CommandLines.of(pid), layout))
                        .flatMap(ProcessHandle::of)
                        .or(() ->
                                CommandLines.matching(words -> isOurs(words, layout)).stream()
                                        .findFirst())
                        .map(handle -> new ContainerdProcess(handle, clock));
        if (found.isPresent() && !cri.answersWithin(ANSWER_MAX)) {
            found.get().kill();
            return Optional.empty();
        }
        return found;
    }

    /// Starts a daemon in a session of its own, so that it outlives the terminal, and waits until it answers.
    static ContainerdProcess launch(
            ContainerdLayout layout,
            Machine machine,
            Optional<Path> hiddenCgroups,
            CriClient cri,
            Clock clock) {
        try {
            turnLogOver(layout);
            Files.deleteIfExists(layout.socket());
            Process process =
                    new ProcessBuilder(
                                    "setsid",
                                    "unshare",
                                    "--mount",
                                    "--propagation",
                                    "unchanged",
                                    "sh",
                                    "-c",
                                    LAUNCHER,
                                    "containerd-launcher",
                                    layout.pidFile().toString(),
                                    machine.containerd().toString(),
                                    layout.configuration().toString(),
                                    hiddenCgroups.map(Path::toString).orElse(""))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(layout.log().toFile()))
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .start();
            ContainerdProcess started = new ContainerdProcess(process.toHandle(), clock);
            cri.warmUp();
            started.waitUntil(() -> listens(layout), layout);
            started.waitUntil(() -> cri.answersWithin(ANSWER_MAX), layout);
            return started;
        } catch (IOException failure) {
            throw new RuntimeSetupException("containerd could not be started", failure);
        }
    }

    private void waitUntil(BooleanSupplier condition, ContainerdLayout layout) throws IOException {
        long begin = clock.nanos();
        while (!condition.getAsBoolean()) {
            boolean late = clock.nanos() - begin > START_MAX.toNanos();
            if (late || !handle.isAlive()) {
                kill();
                throw new RuntimeSetupException(
                        "containerd %s; the end of its log %s:\n%s"
                                .formatted(
                                        late ? "does not answer" : "ended at once",
                                        layout.log(),
                                        endOf(layout.log())));
            }
            try {
                clock.sleep(POLL);
            } catch (InterruptedException stop) {
                kill();
                Thread.currentThread().interrupt();
                throw new RuntimeSetupException("start of containerd was interrupted", stop);
            }
        }
    }

    private static boolean listens(ContainerdLayout layout) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(layout.socket()));
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Optional<Long> recordedPid(ContainerdLayout layout) {
        try {
            return Files.exists(layout.pidFile())
                    ? Optional.of(Long.parseLong(Files.readString(layout.pidFile()).strip()))
                    : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NumberFormatException cutOff) {
            return Optional.empty();
        }
    }

    /// Process ids are reused, so the command line has to name our configuration.
    private static boolean isOurs(List<String> words, ContainerdLayout layout) {
        return words.size() > 1
                && words.getFirst().endsWith("containerd")
                && words.contains(layout.configuration().toString());
    }

    private static void turnLogOver(ContainerdLayout layout) throws IOException {
        Path log = layout.log();
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, Path.of(log + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String endOf(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    long pid() {
        return handle.pid();
    }

    boolean isAlive() {
        return handle.isAlive();
    }

    void waitForEnd() throws InterruptedException {
        try {
            handle.onExit().get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("waiting for a process failed", impossible);
        }
    }

    void stop() throws InterruptedException {
        handle.destroy();
        try {
            handle.onExit().get(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            kill();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("waiting for a process failed", impossible);
        }
    }

    private void kill() {
        handle.destroyForcibly();
        handle.onExit().join();
    }
}
