package io.djong.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.coordination.v1.Lease;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.client.DeleteOptions;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KubeletTest extends NodeTest {

    private static final String SERVE = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

    @Test
    void registersAReadyNode() {
        await().atMost(SOON)
                .until(() ->
                        node.client
                                .find(Node.KIND, ObjectKey.of(TestNode.NAME))
                                .filter(KubeletTest::isNodeReady)
                                .isPresent());
        Node registered = node.client.get(Node.KIND, ObjectKey.of(TestNode.NAME));

        assertThat(registered.status().nodeInfo().kubeletVersion()).isEqualTo("v1.36.0+djong.1");
        assertThat(registered.status().nodeInfo().containerRuntimeVersion())
                .startsWith("containerd://1.");
        assertThat(registered.labels()).containsEntry("kubernetes.io/hostname", TestNode.NAME);
        assertThat(registered.status().capacity()).containsKeys("cpu", "memory", "pods");
        await().atMost(SOON)
                .until(() ->
                        node.client
                                .find(Lease.KIND, ObjectKey.of("kube-node-lease", TestNode.NAME))
                                .isPresent());
    }

    private static boolean isNodeReady(Node node) {
        return node.status().conditions().stream()
                .anyMatch(one -> one.type().equals("Ready") && one.status().equals("True"));
    }

    @Test
    void runsAPodAndEndsItWithNothingLeft() {
        Pod pod = create(TestPods.shell("web", "Always", SERVE));

        Pod running = awaitPod("web", NodeTest::isReady);

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

        deleteAndAwait("web");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(node.config.directories().pod(pod.uid())).doesNotExist());
        assertThat(node.config.logDirectory("default", "web", pod.uid())).doesNotExist();
        awaitEvent("web", "Killing: Stopping container main");
        assertThat(events("web"))
                .contains(
                        "Pulled: Container image \"busybox:1.36\" already present on machine and can be accessed by the pod",
                        "Created: Container created",
                        "Started: Container started");
    }

    @Test
    void aPodIsRunningSoonAfterItIsBound() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            String name = "fast-" + i;
            long began = Clock.system().nanos();
            create(TestPods.shell(name, "Always", SERVE));
            awaitPod(name, NodeTest::isReady);
            best = Math.min(best, Clock.system().nanos() - began);
            node.client.delete(Pod.KIND, key(name), DeleteOptions.PLAIN);
        }

        // On an idle machine it is 0.2 s, most of it containerd's and crun's own time.
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void tellsHowAPodEnded() {
        create(TestPods.shell("good", "Never", "echo done > /dev/termination-log"));
        create(TestPods.shell("bad", "Never", "echo broken > /dev/termination-log; exit 3"));

        Pod good = awaitPod("good", NodeTest::isOver);
        Pod bad = awaitPod("bad", NodeTest::isOver);

        assertThat(good.status().phase()).isEqualTo("Succeeded");
        assertThat(ended(good).reason()).isEqualTo("Completed");
        assertThat(ended(good).message()).isEqualTo("done\n");
        assertThat(bad.status().phase()).isEqualTo("Failed");
        assertThat(ended(bad).exitCode()).isEqualTo(3);
        assertThat(ended(bad).reason()).isEqualTo("Error");
        assertThat(ended(bad).message()).isEqualTo("broken\n");
    }

    @Test
    void backsOffWhenAContainerCrashes() {
        create(TestPods.shell("crash", "Always", "exit 1"));

        Pod pod = awaitPod("crash", one -> waiting(one).equals("CrashLoopBackOff"));

        assertThat(pod.status().phase()).isEqualTo("Running");
        assertThat(main(pod).restartCount()).isEqualTo(1);
        assertThat(waitingMessage(pod))
                .isEqualTo(
                        "back-off 10s restarting failed container=main pod=crash_default(%s)"
                                .formatted(pod.uid()));
        assertThat(endedBefore(pod).exitCode()).isEqualTo(1);
        awaitEvent(
                "crash",
                "BackOff: Back-off restarting failed container main in pod crash_default(%s)"
                        .formatted(pod.uid()));
        deleteAndAwait("crash");
    }

    @Test
    void tellsThatMemoryRanOut() {
        create(
                TestPods.pod(
                        "hungry",
                        """
                        restartPolicy: Never
                        containers:
                        - name: main
                          command: ["sh", "-c", "x=a; while true; do x=$x$x; done"]
                          resources: {limits: {memory: 20Mi}, requests: {memory: 20Mi}}
                        """));

        Pod pod = awaitPod("hungry", NodeTest::isOver);

        assertThat(ended(pod).reason()).isEqualTo("OOMKilled");
        assertThat(ended(pod).exitCode()).isEqualTo(137);
    }

    @Test
    void tellsThatACommandDoesNotExist() {
        create(
                TestPods.pod(
                        "typo",
                        """
                        restartPolicy: Never
                        containers:
                        - name: main
                          command: ["/no/such/program"]
                        """));

        Pod pod = awaitPod("typo", NodeTest::isOver);

        assertThat(ended(pod).exitCode()).isEqualTo(128);
        assertThat(ended(pod).reason()).isEqualTo("StartError");
    }

    @Test
    void anImageThatMayNotBePulledKeepsItsContainerWaiting() {
        create(
                TestPods.pod(
                        "noimage",
                        """
                        containers:
                        - name: main
                          image: nosuchimage:1
                          imagePullPolicy: Never
                        """));

        Pod pod = awaitPod("noimage", one -> waiting(one).equals("ErrImageNeverPull"));

        assertThat(waitingMessage(pod))
                .isEqualTo(
                        "Container image \"nosuchimage:1\" is not present with pull policy of Never");
        assertThat(pod.status().phase()).isEqualTo("Pending");
        deleteAndAwait("noimage");
    }

    @Test
    void anImageThatCannotBePulledIsBackedOff() {
        create(
                TestPods.pod(
                        "badimage",
                        """
                        containers:
                        - name: main
                          image: 127.0.0.1:1/nosuchimage:1
                        """));

        Pod pod = awaitPod("badimage", one -> waiting(one).equals("ImagePullBackOff"));

        assertThat(waitingMessage(pod))
                .startsWith("Back-off pulling image \"127.0.0.1:1/nosuchimage:1\": ErrImagePull: ");
        assertThat(events("badimage"))
                .contains("Failed: Error: ErrImagePull", "Failed: Error: ImagePullBackOff");
        deleteAndAwait("badimage");
    }

    @Test
    void takesARunningPodOverAfterARestart() {
        create(TestPods.shell("survivor", "Always", SERVE));
        Pod before = awaitPod("survivor", NodeTest::isReady);

        node.stopKubelet();
        create(TestPods.shell("newcomer", "Always", SERVE));
        node.startKubelet();

        awaitPod("newcomer", NodeTest::isReady);
        Pod after = get("survivor");
        assertThat(main(after).containerID()).isEqualTo(main(before).containerID());
        assertThat(main(after).restartCount()).isZero();
        deleteAndAwait("survivor");
        deleteAndAwait("newcomer");
    }

    @Test
    void refusesAPodThatDoesNotFit() {
        create(
                TestPods.pod(
                        "huge",
                        """
                        containers:
                        - name: main
                          command: ["sleep", "60"]
                          resources: {requests: {cpu: "1000"}}
                        """));

        Pod pod = awaitPod("huge", NodeTest::isOver);

        assertThat(pod.status().reason()).isEqualTo("OutOfcpu");
        assertThat(pod.status().message())
                .startsWith(
                        "Pod was rejected: Node didn't have enough resource: cpu, requested: 1000000, used: ");
    }

    @Test
    void endsAPodThatIsTooOld() {
        create(
                TestPods.pod(
                        "late",
                        """
                        activeDeadlineSeconds: 1
                        terminationGracePeriodSeconds: 0
                        containers:
                        - name: main
                          command: ["sleep", "60"]
                        """));

        Pod pod = awaitPod("late", NodeTest::isOver);

        assertThat(pod.status().reason()).isEqualTo("DeadlineExceeded");
    }

    @Test
    void runsPodsFromFiles() throws Exception {
        Path manifests = node.directory.resolve("manifests");
        Files.createDirectories(manifests);
        Path file = manifests.resolve("filed.yaml");
        Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: filed}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: ["sh", "-c", "%s"]
                """
                        .formatted(SERVE));

        Pod mirror = awaitPod("filed-test-node", NodeTest::isReady);

        assertThat(mirror.annotations()).containsKey("kubernetes.io/config.mirror");
        assertThat(mirror.annotations()).containsEntry("kubernetes.io/config.source", "file");
        deleteAndAwaitAnother("filed-test-node", mirror.uid());
        Files.delete(file);
        await().atMost(SOON)
                .until(() -> node.client.find(Pod.KIND, key("filed-test-node")).isEmpty());
    }

    private void deleteAndAwaitAnother(String name, String uid) {
        node.client.delete(Pod.KIND, key(name), DeleteOptions.NOW);
        awaitPod(name, pod -> !pod.uid().equals(uid) && isReady(pod));
    }
}
