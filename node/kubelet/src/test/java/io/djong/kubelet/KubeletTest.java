package io.djong.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Event;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Needs root, containerd, crun or runc, CNI plug-ins and busybox-static; says so when one is missing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubeletTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private TestNode node;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = new TestNode(directory);
    }

    @AfterAll
    void delete() throws Exception {
        node.delete();
    }

    private Pod create(Pod pod) {
        return node.client.create(pod);
    }

    private Pod await(String name, Predicate<Pod> condition) {
        org.awaitility.Awaitility.await(name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () ->
                                node.client
                                        .find(Pod.KIND, key(name))
                                        .filter(condition)
                                        .isPresent());
        return node.client.get(Pod.KIND, key(name));
    }

    private static ObjectKey key(String name) {
        return ObjectKey.of("default", name);
    }

    private static boolean isReady(Pod pod) {
        return pod.status().conditions().stream()
                .anyMatch(one -> one.type().equals("Ready") && one.status().equals("True"));
    }

    private static ContainerStatus main(Pod pod) {
        return pod.status().containerStatuses().getFirst();
    }

    private List<String> events(String name) {
        return node.client.list(Event.KIND, ListOptions.inNamespace("default")).items().stream()
                .filter(event -> event.involvedObject().name().equals(name))
                .map(event -> event.reason() + ": " + event.message())
                .toList();
    }

    @Test
    void registersAReadyNode() {
        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .until(
                        () ->
                                node.client
                                        .find(Node.KIND, ObjectKey.of(TestNode.NAME))
                                        .filter(
                                                one ->
                                                        one.status().conditions().stream()
                                                                .anyMatch(
                                                                        c ->
                                                                                c.type().equals("Ready")
                                                                                        && c.status()
                                                                                                .equals("True")))
                                        .isPresent());
        Node registered = node.client.get(Node.KIND, ObjectKey.of(TestNode.NAME));
        assertThat(registered.status().nodeInfo().kubeletVersion()).isEqualTo("v1.36.0+djong.1");
        assertThat(registered.status().nodeInfo().containerRuntimeVersion()).startsWith("containerd://1.");
        assertThat(registered.labels()).containsEntry("kubernetes.io/hostname", TestNode.NAME);
    }

    @Test
    void runsAPodAndEndsItWithNothingLeft() {
        long began = Clock.system().nanos();
        Pod pod = create(TestPods.shell("web", "Always", "trap 'exit 0' TERM; while true; do sleep 0.1; done"));

        Pod running = await("web", KubeletTest::isReady);
        System.out.println("create to ready: " + (Clock.system().nanos() - began) / 1_000_000 + " ms");

        assertThat(running.status().phase()).isEqualTo("Running");
        assertThat(running.status().podIP()).startsWith("10.214.0.");
        assertThat(running.status().qosClass()).isEqualTo("BestEffort");
        assertThat(running.status().conditions().stream().map(PodCondition::type))
                .containsExactly(
                        "PodReadyToStartContainers",
                        "Initialized",
                        "Ready",
                        "ContainersReady",
                        "PodScheduled");
        assertThat(main(running).containerID()).startsWith("containerd://");
        assertThat(main(running).image()).isEqualTo("docker.io/library/busybox:1.36");

        node.client.delete(Pod.KIND, key("web"), DeleteOptions.PLAIN);

        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .until(() -> node.client.find(Pod.KIND, key("web")).isEmpty());
        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(node.config.directories().pod(pod.uid()))
                                        .doesNotExist());
        assertThat(events("web"))
                .contains(
                        "Pulled: Container image \"busybox:1.36\" already present on machine and can be accessed by the pod",
                        "Created: Container created",
                        "Started: Container started",
                        "Killing: Stopping container main");
    }
}
