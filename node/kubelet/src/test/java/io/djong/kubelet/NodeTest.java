package io.djong.kubelet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.ContainerStateTerminated;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Event;
import io.djong.api.core.v1.Pod;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.meta.ObjectKey;
import io.djong.runtime.cri.ExecSyncResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A test on a real node. Needs root, containerd, crun or runc, CNI plug-ins and busybox-static; says so when one is missing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NodeTest {

    static final Duration SOON = Duration.ofSeconds(30);

    TestNode node;

    @BeforeAll
    void startNode(@TempDir Path directory) throws Exception {
        node = new TestNode(directory);
    }

    @AfterAll
    void deleteNode() throws Exception {
        node.delete();
    }

    Pod create(Pod pod) {
        return node.client.create(pod);
    }

    Pod get(String name) {
        return node.client.get(Pod.KIND, key(name));
    }

    Pod awaitPod(String name, Predicate<Pod> condition) {
        try {
            await(name)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() ->
                            node.client.find(Pod.KIND, key(name)).filter(condition).isPresent());
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(
                    "%s is %s, events %s"
                            .formatted(
                                    name,
                                    node.client
                                            .find(Pod.KIND, key(name))
                                            .map(pod -> pod.status().fields()),
                                    events(name)),
                    late);
        }
        return get(name);
    }

    /// Runs a script to its end and gives what it printed.
    String output(String name, String script) {
        create(TestPods.shell(name, "Never", script));
        awaitPod(name, pod -> isOver(pod));
        return log(name);
    }

    String log(String name) {
        Pod pod = get(name);
        Path logs = node.config.logDirectory("default", name, pod.uid());
        return Logs.text(logs.resolve(main(pod).name()).resolve(main(pod).restartCount() + ".log"));
    }

    void deleteAndAwait(String name) {
        node.client.delete(Pod.KIND, key(name), DeleteOptions.PLAIN);
        await().atMost(SOON).until(() -> node.client.find(Pod.KIND, key(name)).isEmpty());
    }

    String exec(Pod pod, String... command) {
        String id = main(pod).containerID().replace("containerd://", "");
        ExecSyncResponse answer =
                node.containerd.cri().execSync(id, List.of(command), Duration.ofSeconds(10));
        assertThat(answer.getStderr().toStringUtf8()).isEmpty();
        return answer.getStdout().toStringUtf8();
    }

    static ObjectKey key(String name) {
        return ObjectKey.of("default", name);
    }

    static boolean isReady(Pod pod) {
        return pod.status().conditions().stream()
                .anyMatch(one -> one.type().equals("Ready") && one.status().equals("True"));
    }

    static boolean isOver(Pod pod) {
        return pod.status().phase().equals("Succeeded") || pod.status().phase().equals("Failed");
    }

    static ContainerStatus main(Pod pod) {
        return pod.status().containerStatuses().getFirst();
    }

    static boolean runs(Pod pod) {
        return !pod.status().containerStatuses().isEmpty() && main(pod).state().running() != null;
    }

    static String waiting(Pod pod) {
        if (pod.status().containerStatuses().isEmpty()) {
            return "";
        }
        var waiting = main(pod).state().waiting();
        return waiting == null ? "" : waiting.reason();
    }

    static String waitingMessage(Pod pod) {
        return requireNonNull(main(pod).state().waiting()).message();
    }

    static ContainerStateTerminated ended(Pod pod) {
        return requireNonNull(main(pod).state().terminated());
    }

    static ContainerStateTerminated endedBefore(Pod pod) {
        return requireNonNull(main(pod).lastState().terminated());
    }

    List<String> events(String name) {
        return node.client.list(Event.KIND, ListOptions.inNamespace("default")).items().stream()
                .filter(event -> event.involvedObject().name().equals(name))
                .map(event -> event.reason() + ": " + event.message())
                .toList();
    }

    void awaitEvent(String name, String event) {
        await().atMost(SOON).untilAsserted(() -> assertThat(events(name)).contains(event));
    }
}
