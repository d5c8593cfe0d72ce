package io.djong.runtime;

import static io.djong.runtime.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.runtime.cri.ContainerConfig;
import io.djong.runtime.cri.ContainerState;
import io.djong.runtime.cri.ContainerStatus;
import io.djong.runtime.cri.ExecRequest;
import io.djong.runtime.cri.ExecSyncResponse;
import io.djong.runtime.cri.Mount;
import io.djong.runtime.cri.MountPropagation;
import io.djong.runtime.cri.PodSandboxConfig;
import io.djong.runtime.cri.PodSandboxFilter;
import io.djong.runtime.cri.PodSandboxState;
import io.djong.runtime.cri.PortForwardRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs root, containerd, crun or runc, CNI plug-ins and busybox-static; says so when one is missing.
class ManagedContainerdTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(directory);
    }

    @AfterEach
    void delete() throws Exception {
        node.delete();
    }

    @Test
    void runsAContainerInTheHostsNetwork() throws Exception {
        PodSandboxConfig pod = node.pod("host", true);
        String sandbox = node.cri().runPodSandbox(pod, "");

        String container =
                node.run(
                        sandbox,
                        pod,
                        container("main", "sh", "-c", "echo hello; echo oops >&2; exit 3"));

        await().atMost(SOON)
                .until(() -> status(container).getState() == ContainerState.CONTAINER_EXITED);
        assertThat(status(container).getExitCode()).isEqualTo(3);
        assertThat(Files.readAllLines(Path.of(status(container).getLogPath())))
                .anySatisfy(line -> assertThat(line).endsWith(" stdout F hello"))
                .anySatisfy(line -> assertThat(line).endsWith(" stderr F oops"));
    }

    @Test
    void givesAPodAnAddressAndRunsCommandsInIt() throws Exception {
        PodSandboxConfig pod = node.pod("bridged", false);
        String sandbox = node.cri().runPodSandbox(pod, "");
        String container = node.run(sandbox, pod, container("main", "sleep", "1000"));

        String address =
                node.cri().podSandboxStatus(sandbox, false).getStatus().getNetwork().getIp();
        ExecSyncResponse seen = exec(container, "ip", "addr");

        assertThat(address).startsWith("10.213.0.");
        assertThat(seen.getStdout().toStringUtf8()).contains(address);
        assertThat(exec(container, "hostname").getStdout().toStringUtf8()).isEqualTo("bridged\n");
        assertThat(exec(container, "false").getExitCode()).isEqualTo(1);
    }

    @Test
    void reapsOrphansOfAPodThatSharesProcesses() throws Exception {
        PodSandboxConfig pod = node.podSharingProcesses("family");
        String sandbox = node.cri().runPodSandbox(pod, "");

        String container =
                node.run(
                        sandbox,
                        pod,
                        TestNode.sharingProcesses(
                                container("main", "sh", "-c", "sh -c 'sleep 0.1 &'; sleep 1000")));

        await().atMost(SOON)
                .until(() ->
                        !exec(container, "ps").getStdout().toStringUtf8().contains("sleep 0.1"));
        assertThat(exec(container, "ps").getStdout().toStringUtf8())
                .contains("/pause")
                .doesNotContain("[sleep]");
    }

    @Test
    void runsTheSecondRuntimeWhenAskedTo() throws Exception {
        PodSandboxConfig pod = node.pod("second", false);

        String sandbox = node.cri().runPodSandbox(pod, "runc");
        String container = node.run(sandbox, pod, container("main", "sleep", "1000"));

        assertThat(exec(container, "echo", "ok").getStdout().toStringUtf8()).isEqualTo("ok\n");
    }

    @Test
    void passesOnTheRuntimesOwnWords() throws Exception {
        PodSandboxConfig pod = node.pod("wrong", true);
        String sandbox = node.cri().runPodSandbox(pod, "");

        assertThatThrownBy(() -> node.run(sandbox, pod, container("main", "/no/such/program")))
                .isInstanceOf(CriException.class)
                .hasMessageStartingWith(
                        "rpc error: code = Unknown desc = failed to create containerd task:")
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void showsContainersWhatIsMountedForThemLater() throws Exception {
        PodSandboxConfig pod = node.pod("volumes", true);
        String sandbox = node.cri().runPodSandbox(pod, "");
        Path volume = Files.createDirectories(node.kubelet.resolve("pods/1/volumes/secret"));
        Commands.run("mount", "-t", "tmpfs", "tmpfs", volume.toString());
        Files.writeString(volume.resolve("password"), "sesame");

        String container =
                node.run(
                        sandbox,
                        pod,
                        container("main", "sleep", "1000").toBuilder()
                                .addMounts(
                                        Mount.newBuilder()
                                                .setContainerPath("/secret")
                                                .setHostPath(volume.toString()))
                                .build());

        assertThat(exec(container, "cat", "/secret/password").getStdout().toStringUtf8())
                .isEqualTo("sesame");
    }

    @Test
    void seesWhatAPrivilegedContainerMounts() throws Exception {
        PodSandboxConfig.Builder builder = node.pod("driver", true).toBuilder();
        builder.getLinuxBuilder().getSecurityContextBuilder().setPrivileged(true);
        PodSandboxConfig pod = builder.build();
        String sandbox = node.cri().runPodSandbox(pod, "");
        Path plugins = Files.createDirectories(node.kubelet.resolve("plugins"));
        ContainerConfig.Builder driver =
                container(
                                "main",
                                "sh",
                                "-c",
                                "mount -t tmpfs tmpfs /plugins && echo yes > /plugins/mounted; sleep 1000")
                        .toBuilder()
                        .addMounts(
                                Mount.newBuilder()
                                        .setContainerPath("/plugins")
                                        .setHostPath(plugins.toString())
                                        .setPropagation(
                                                MountPropagation.PROPAGATION_BIDIRECTIONAL));
        driver.getLinuxBuilder().getSecurityContextBuilder().setPrivileged(true);

        node.run(sandbox, pod, driver.build());

        await().atMost(SOON).until(() -> Files.exists(plugins.resolve("mounted")));
        assertThat(Mounts.all()).anyMatch(mount -> mount.point().equals(plugins));
    }

    @Test
    void keepsPodsWhenContainerdIsKilled() throws Exception {
        PodSandboxConfig pod = node.pod("survivor", false);
        String sandbox = node.cri().runPodSandbox(pod, "");
        String container = node.run(sandbox, pod, container("main", "sleep", "1000"));
        long before = node.containerd.pid().orElseThrow();

        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        await().atMost(SOON)
                .until(() -> node.containerd.pid().filter(pid -> pid != before).isPresent());
        assertThat(status(container).getState()).isEqualTo(ContainerState.CONTAINER_RUNNING);
        assertThat(exec(container, "echo", "alive").getStdout().toStringUtf8())
                .isEqualTo("alive\n");
        String second = node.run(sandbox, pod, container("second", "sleep", "1000"));
        assertThat(exec(second, "hostname").getStdout().toStringUtf8()).isEqualTo("survivor\n");
    }

    @Test
    void findsARunningContainerdAgain() throws Exception {
        PodSandboxConfig pod = node.pod("adopted", true);
        String sandbox = node.cri().runPodSandbox(pod, "");
        long before = node.containerd.pid().orElseThrow();
        node.containerd.close();

        node.containerd = node.another();
        node.containerd.start();

        assertThat(node.containerd.pid()).contains(before);
        assertThat(node.cri().podSandboxStatus(sandbox, false).getStatus().getState())
                .isEqualTo(PodSandboxState.SANDBOX_READY);
    }

    @Test
    void startsAgainOverStoppedContainerd() throws Exception {
        PodSandboxConfig pod = node.pod("stopped", false);
        String sandbox = node.cri().runPodSandbox(pod, "");
        String container = node.run(sandbox, pod, container("main", "sleep", "1000"));
        node.containerd.stop();
        assertThat(node.containerd.isRunning()).isFalse();

        node.containerd.start();

        assertThat(exec(container, "echo", "alive").getStdout().toStringUtf8())
                .isEqualTo("alive\n");
    }

    @Test
    void startsAgainAfterAReboot() throws Exception {
        PodSandboxConfig pod = node.pod("before", false);
        String sandbox = node.cri().runPodSandbox(pod, "");
        node.run(sandbox, pod, container("main", "sleep", "1000"));
        node.containerd.stop();
        new Removal(
                        node.containerd.layout(),
                        List.of(node.kubelet),
                        node.cgroups,
                        Clock.system(),
                        Threads.virtual())
                .sweep();
        Files.writeString(node.containerd.layout().bootFile(), "an earlier boot");

        node.containerd.start();

        assertThat(node.cri().podSandboxStatus(sandbox, false).getStatus().getState())
                .isEqualTo(PodSandboxState.SANDBOX_NOTREADY);
        PodSandboxConfig next = node.pod("after", false);
        String container =
                node.run(
                        node.cri().runPodSandbox(next, ""),
                        next,
                        container("main", "sleep", "1000"));
        assertThat(exec(container, "echo", "ok").getStdout().toStringUtf8()).isEqualTo("ok\n");
    }

    @Test
    void livesInADirectoryWithALongNameBehindALink() throws Exception {
        Path far = Files.createDirectories(directory.resolve("x".repeat(120)));
        Path link = Files.createSymbolicLink(directory.resolve("link"), far);
        TestNode second = new TestNode(link);
        try {
            PodSandboxConfig pod = second.pod("far", true);
            String sandbox = second.cri().runPodSandbox(pod, "");
            String container = second.run(sandbox, pod, container("main", "sleep", "1000"));

            ExecSyncResponse said = second.cri().execSync(container, List.of("echo", "far"), SOON);

            assertThat(said.getStdout().toStringUtf8()).isEqualTo("far\n");
            assertThat(node.cri().listPodSandboxes(PodSandboxFilter.getDefaultInstance()))
                    .isEmpty();
        } finally {
            second.delete();
        }
        assertThat(Mounts.all()).noneMatch(mount -> mount.point().startsWith(far));
    }

    @Test
    void handsOutAddressesForStreams() throws Exception {
        PodSandboxConfig pod = node.pod("streams", true);
        String sandbox = node.cri().runPodSandbox(pod, "");
        String container = node.run(sandbox, pod, container("main", "sleep", "1000"));

        URI exec =
                node.cri()
                        .exec(
                                ExecRequest.newBuilder()
                                        .setContainerId(container)
                                        .addCmd("sh")
                                        .setStdout(true)
                                        .build());
        URI forward =
                node.cri()
                        .portForward(
                                PortForwardRequest.newBuilder()
                                        .setPodSandboxId(sandbox)
                                        .addPort(80)
                                        .build());

        assertThat(exec.toString()).startsWith("http://127.0.0.1:").contains("/exec/");
        assertThat(forward.toString()).startsWith("http://127.0.0.1:").contains("/portforward/");
    }

    @Test
    void tellsWhenContainersStartAndEnd() throws Exception {
        BlockingQueue<RuntimeEvent> events = new LinkedBlockingQueue<>();
        try (RuntimeEvents listening = node.containerd.events(events::add)) {
            assertThat(listening).isNotNull();
            await().atMost(SOON).until(() -> events.contains(new RuntimeEvent.Resync()));
            PodSandboxConfig pod = node.pod("events", true);
            String sandbox = node.cri().runPodSandbox(pod, "");

            String container = node.run(sandbox, pod, container("main", "sh", "-c", "exit 7"));

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(events)
                                    .anyMatch(event ->
                                            event instanceof RuntimeEvent.Started started
                                                    && started.container().equals(container))
                                    .anyMatch(event ->
                                            event instanceof RuntimeEvent.Exited exited
                                                    && exited.container().equals(container)
                                                    && exited.isContainer()
                                                    && exited.status() == 7));
        }
    }

    @Test
    void listensOnAfterContainerdWasRestarted() throws Exception {
        BlockingQueue<RuntimeEvent> events = new LinkedBlockingQueue<>();
        try (RuntimeEvents listening = node.containerd.events(events::add)) {
            assertThat(listening).isNotNull();
            await().atMost(SOON).until(() -> events.contains(new RuntimeEvent.Resync()));
            events.clear();

            ProcessHandle.of(node.containerd.pid().orElseThrow()).orElseThrow().destroyForcibly();

            await().atMost(SOON).until(() -> events.contains(new RuntimeEvent.Resync()));
        }
    }

    @Test
    void leavesNothingBehindWhenDeleted() throws Exception {
        PodSandboxConfig pod = node.pod("gone", false);
        String sandbox = node.cri().runPodSandbox(pod, "");
        node.run(sandbox, pod, container("main", "sleep", "1000"));
        Path volume = Files.createDirectories(node.kubelet.resolve("pods/1/volumes/cache"));
        Commands.run("mount", "-t", "tmpfs", "tmpfs", volume.toString());

        node.containerd.delete();

        assertNothingIsLeft();
    }

    @Test
    void leavesNothingBehindWhenContainerdAlreadyDied() throws Exception {
        PodSandboxConfig pod = node.pod("orphan", false);
        String sandbox = node.cri().runPodSandbox(pod, "");
        node.run(sandbox, pod, container("main", "sleep", "1000"));
        node.containerd.stop();

        node.containerd.delete();

        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(Mounts.all()).noneMatch(mount -> mount.point().startsWith(directory));
        assertThat(
                        CommandLines.matching(
                                words -> String.join(" ", words).contains(directory.toString())))
                .isEmpty();
        assertThat(node.cgroups.processes("")).isEmpty();
        assertThat(node.cgroups.exists("")).isFalse();
    }

    private ContainerStatus status(String container) {
        return node.cri().containerStatus(container, false).getStatus();
    }

    private ExecSyncResponse exec(String container, String... command) {
        return node.cri().execSync(container, List.of(command), SOON);
    }
}
