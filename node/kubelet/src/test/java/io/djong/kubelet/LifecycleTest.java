package io.djong.kubelet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.client.DeleteOptions;
import io.djong.client.Patch;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest extends NodeTest {

    private static final String SERVE = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

    private static ContainerStatus init(Pod pod, int position) {
        return pod.status().initContainerStatuses().get(position);
    }

    private static PodCondition condition(Pod pod, String type) {
        return pod.status().conditions().stream()
                .filter(one -> one.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsInitContainersInOrder() {
        create(
                TestPods.pod(
                        "init",
                        """
                        terminationGracePeriodSeconds: 1
                        volumes: [{name: data, emptyDir: {}}]
                        initContainers:
                        - name: first
                          command: ["sh", "-c", "echo 1 >> /data/order; sleep 0.5"]
                          volumeMounts: [{name: data, mountPath: /data}]
                        - name: second
                          command: ["sh", "-c", "echo 2 >> /data/order"]
                          volumeMounts: [{name: data, mountPath: /data}]
                        containers:
                        - name: main
                          command: ["sh", "-c", "cat /data/order; sleep 60"]
                          volumeMounts: [{name: data, mountPath: /data}]
                        """));

        Pod waiting =
                awaitPod(
                        "init",
                        pod ->
                                !pod.status().initContainerStatuses().isEmpty()
                                        && init(pod, 0).state().running() != null);
        assertThat(waiting(waiting)).isEqualTo("PodInitializing");
        assertThat(condition(waiting, "Initialized").message())
                .isEqualTo("containers with incomplete status: [first second]");
        assertThat(waiting.status().phase()).isEqualTo("Pending");

        Pod running = awaitPod("init", NodeTest::isReady);

        await().atMost(SOON).until(() -> log("init").equals("1\n2\n"));
        assertThat(requireNonNull(init(running, 1).state().terminated()).reason())
                .isEqualTo("Completed");
        assertThat(init(running, 0).ready()).isTrue();
        deleteAndAwait("init");
    }

    @Test
    void failsWhenAnInitContainerFailsForGood() {
        create(
                TestPods.pod(
                        "badinit",
                        """
                        restartPolicy: Never
                        initContainers:
                        - name: first
                          command: ["false"]
                        containers:
                        - name: main
                          command: ["true"]
                        """));

        Pod pod = awaitPod("badinit", NodeTest::isOver);

        assertThat(pod.status().phase()).isEqualTo("Failed");
        assertThat(waiting(pod)).isEqualTo("PodInitializing");
    }

    @Test
    void aSidecarRunsBesideTheOthersAndEndsLast() {
        create(
                TestPods.pod(
                        "sidecar",
                        """
                        restartPolicy: Never
                        terminationGracePeriodSeconds: 5
                        volumes: [{name: data, emptyDir: {}}]
                        initContainers:
                        - name: helper
                          restartPolicy: Always
                          command: ["sh", "-c", "trap 'echo helper ended; exit 0' TERM; while true; do sleep 0.1; done"]
                        containers:
                        - name: main
                          command: ["sh", "-c", "sleep 0.5; echo main ended"]
                        """));

        Pod pod = awaitPod("sidecar", NodeTest::isOver);

        assertThat(pod.status().phase()).isEqualTo("Succeeded");
        assertThat(requireNonNull(init(pod, 0).state().terminated()).finishedAt())
                .isAfterOrEqualTo(ended(pod).finishedAt());
        Path logs = node.config.logDirectory("default", "sidecar", pod.uid());
        assertThat(Logs.text(logs.resolve("helper/0.log"))).isEqualTo("helper ended\n");
    }

    @Test
    void restartsAContainerWhoseLivenessProbeFails() {
        create(
                TestPods.pod(
                        "sick",
                        """
                        terminationGracePeriodSeconds: 1
                        containers:
                        - name: main
                          command: ["sh", "-c", "touch /tmp/ok; sleep 1; rm /tmp/ok; sleep 60"]
                          livenessProbe: {exec: {command: ["ls", "/tmp/ok"]}, periodSeconds: 1, failureThreshold: 1}
                        """));

        Pod pod = awaitPod("sick", one -> runs(one) && main(one).restartCount() == 1);

        assertThat(endedBefore(pod).exitCode()).isEqualTo(137);
        awaitEvent("sick", "Killing: Container main failed liveness probe, will be restarted");
        awaitEvent(
                "sick",
                "Unhealthy: Liveness probe failed: ls: /tmp/ok: No such file or directory\n");
        deleteAndAwait("sick");
    }

    @Test
    void isReadyOnlyWhenItsReadinessProbeSucceeds() {
        create(
                TestPods.pod(
                        "shy",
                        """
                        terminationGracePeriodSeconds: 1
                        containers:
                        - name: main
                          command: ["sh", "-c", "sleep 1; mkdir /www; touch /www/index.html; httpd -f -p 8080 -h /www"]
                          ports: [{name: web, containerPort: 8080}]
                          readinessProbe: {httpGet: {path: /, port: web, scheme: HTTP}, periodSeconds: 1}
                        """));

        Pod unready = awaitPod("shy", NodeTest::runs);
        assertThat(main(unready).ready()).isFalse();
        assertThat(condition(unready, "Ready").reason()).isEqualTo("ContainersNotReady");
        assertThat(condition(unready, "Ready").message())
                .isEqualTo("containers with unready status: [main]");

        Pod ready = awaitPod("shy", NodeTest::isReady);

        awaitEvent(
                "shy",
                "Unhealthy: Readiness probe failed: Get \"http://%s:8080/\": dial tcp %s:8080: connect: connection refused"
                        .formatted(ready.status().podIP(), ready.status().podIP()));
        exec(ready, "rm", "/www/index.html");
        awaitPod("shy", pod -> !isReady(pod));
        awaitEvent(
                "shy", "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404");
        deleteAndAwait("shy");
    }

    @Test
    void aStartupProbeHoldsTheOthersBack() {
        create(
                TestPods.pod(
                        "slow",
                        """
                        terminationGracePeriodSeconds: 1
                        containers:
                        - name: main
                          command: ["sh", "-c", "sleep 1.5; touch /tmp/up; sleep 60"]
                          startupProbe: {exec: {command: ["ls", "/tmp/up"]}, periodSeconds: 1, failureThreshold: 10}
                          livenessProbe: {exec: {command: ["ls", "/tmp/up"]}, periodSeconds: 1, failureThreshold: 1}
                        """));

        Pod starting = awaitPod("slow", NodeTest::runs);
        assertThat(main(starting).started()).isFalse();

        Pod pod = awaitPod("slow", NodeTest::isReady);

        assertThat(main(pod).started()).isTrue();
        assertThat(main(pod).restartCount()).isZero();
        deleteAndAwait("slow");
    }

    @Test
    void tcpProbesConnect() {
        create(
                TestPods.pod(
                        "tcp",
                        """
                        terminationGracePeriodSeconds: 1
                        containers:
                        - name: main
                          command: ["sh", "-c", "httpd -f -p 7000"]
                          readinessProbe: {tcpSocket: {port: 7000}, periodSeconds: 1}
                        """));

        awaitPod("tcp", NodeTest::isReady);
        deleteAndAwait("tcp");
    }

    @Test
    void runsHooks() {
        create(
                TestPods.pod(
                        "hooked",
                        """
                        terminationGracePeriodSeconds: 10
                        volumes: [{name: out, hostPath: {path: %s}}]
                        containers:
                        - name: main
                          command: ["sh", "-c", "%s"]
                          volumeMounts: [{name: out, mountPath: /out}]
                          lifecycle:
                            postStart: {exec: {command: ["sh", "-c", "echo started >> /out/hooks"]}}
                            preStop: {exec: {command: ["sh", "-c", "echo stopping >> /out/hooks"]}}
                        """
                                .formatted(node.directory, SERVE)));
        awaitPod("hooked", NodeTest::isReady);

        deleteAndAwait("hooked");

        assertThat(node.directory.resolve("hooks")).hasContent("started\nstopping\n");
    }

    @Test
    void killsAContainerWhosePostStartHookFails() {
        create(
                TestPods.pod(
                        "badhook",
                        """
                        restartPolicy: Never
                        terminationGracePeriodSeconds: 1
                        containers:
                        - name: main
                          command: ["sleep", "60"]
                          lifecycle: {postStart: {exec: {command: ["false"]}}}
                        """));

        awaitPod("badhook", NodeTest::isOver);

        awaitEvent("badhook", "FailedPostStartHook: PostStartHook failed");
        awaitEvent("badhook", "Killing: FailedPostStartHook");
    }

    @Test
    void givesContainersTheirGracePeriodAndNoMore() {
        create(
                TestPods.pod(
                        "stubborn",
                        """
                        terminationGracePeriodSeconds: 3
                        containers:
                        - name: main
                          command: ["sh", "-c", "trap 'echo no' TERM; while true; do sleep 0.1; done"]
                        """));
        awaitPod("stubborn", NodeTest::isReady);
        Instant asked = Clock.system().now();

        deleteAndAwait("stubborn");

        assertThat(Duration.between(asked, Clock.system().now()))
                .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(6));
    }

    @Test
    void hurriesWhenItIsAskedToDeleteAtOnce() {
        create(
                TestPods.pod(
                        "hurry",
                        """
                        terminationGracePeriodSeconds: 60
                        containers:
                        - name: main
                          command: ["sh", "-c", "trap '' TERM; while true; do sleep 0.1; done"]
                        """));
        Pod pod = awaitPod("hurry", NodeTest::isReady);
        node.client.delete(Pod.KIND, key("hurry"), DeleteOptions.PLAIN);
        awaitEvent("hurry", "Killing: Stopping container main");

        node.client.delete(Pod.KIND, key("hurry"), DeleteOptions.NOW);

        await().atMost(SOON).until(() -> Files.notExists(node.config.directories().pod(pod.uid())));
    }

    @Test
    void makesANewSandboxWhenTheOldOneIsLost() {
        create(TestPods.shell("lost", "Always", SERVE));
        Pod before = awaitPod("lost", NodeTest::isReady);
        String sandbox = node.kubelet().sandbox(before.uid()).orElseThrow();

        node.containerd.cri().stopPodSandbox(sandbox);

        Pod after =
                awaitPod(
                        "lost",
                        pod ->
                                isReady(pod)
                                        && !main(pod)
                                                .containerID()
                                                .equals(main(before).containerID()));
        assertThat(after.status().podIP()).startsWith("10.214.0.");
        awaitEvent(
                "lost", "SandboxChanged: Pod sandbox changed, it will be killed and re-created.");
        deleteAndAwait("lost");
    }

    @Test
    void replacesAContainerWhoseImageChanged() {
        create(TestPods.shell("update", "Always", SERVE));
        awaitPod("update", NodeTest::isReady);
        Fields container = get("update").spec().containers().getFirst().fields();

        node.client.patch(
                Pod.KIND,
                key("update"),
                new Patch.Merge(
                        Fields.of(
                                "spec",
                                Fields.of(
                                        "containers",
                                        List.of(
                                                container.with(
                                                        "image",
                                                        "docker.io/library/busybox:1.36"))))));

        awaitPod("update", pod -> isReady(pod) && main(pod).restartCount() == 1);
        awaitEvent("update", "Killing: Container main definition changed, will be restarted");
        deleteAndAwait("update");
    }

    @Test
    void startsAnEphemeralContainerInARunningPod() {
        create(TestPods.shell("debugged", "Always", SERVE));
        awaitPod("debugged", NodeTest::isReady);
        Fields container =
                Fields.of("name", "debug")
                        .with("image", TestImages.BUSYBOX)
                        .with("imagePullPolicy", "IfNotPresent")
                        .with("terminationMessagePath", "/dev/termination-log")
                        .with("command", List.of("sh", "-c", "ps; echo seen"))
                        .with("targetContainerName", "main");

        node.client.patch(
                Pod.KIND,
                key("debugged"),
                new Patch.Merge(
                        Fields.of("spec", Fields.of("ephemeralContainers", List.of(container)))));

        Pod pod =
                awaitPod(
                        "debugged",
                        one ->
                                one.status().ephemeralContainerStatuses().stream()
                                        .anyMatch(status -> status.state().terminated() != null));
        Path logs = node.config.logDirectory("default", "debugged", pod.uid());
        assertThat(Logs.text(logs.resolve("debug/0.log"))).contains("sleep 0.1").contains("seen");
        assertThat(isReady(pod)).isTrue();
        deleteAndAwait("debugged");
    }

    @Test
    void evictsAPodThatFillsItsEmptyDir() {
        create(
                TestPods.pod(
                        "filler",
                        """
                        volumes: [{name: data, emptyDir: {sizeLimit: 1Mi}}]
                        containers:
                        - name: main
                          command: ["sh", "-c", "dd if=/dev/zero of=/data/f bs=1024 count=3000; sleep 60"]
                          volumeMounts: [{name: data, mountPath: /data}]
                        """));

        Pod pod = awaitPod("filler", NodeTest::isOver);

        assertThat(pod.status().reason()).isEqualTo("Evicted");
        assertThat(pod.status().message())
                .isEqualTo("Usage of EmptyDir volume \"data\" exceeds the limit \"1Mi\". ");
        assertThat(condition(pod, "DisruptionTarget").reason()).isEqualTo("TerminationByKubelet");
    }

    @Test
    void resizesARunningContainerInPlace() {
        create(
                TestPods.pod(
                        "resized",
                        """
                        terminationGracePeriodSeconds: 1
                        containers:
                        - name: main
                          command: ["sh", "-c", "%s"]
                          resources: {limits: {memory: 64Mi, cpu: 500m}, requests: {memory: 64Mi, cpu: 500m}}
                        """
                                .formatted(SERVE)));
        Pod pod = awaitPod("resized", NodeTest::isReady);
        String read =
                "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max";
        assertThat(exec(pod, "sh", "-c", read)).isEqualTo("67108864\n");
        Fields bigger = Fields.of("memory", "128Mi").with("cpu", "1");

        node.client.patch(
                Pod.KIND,
                key("resized"),
                new Patch.Merge(
                        Fields.of(
                                "spec",
                                Fields.of(
                                        "containers",
                                        List.of(
                                                pod.spec()
                                                        .containers()
                                                        .getFirst()
                                                        .fields()
                                                        .with(
                                                                "resources",
                                                                Fields.of("limits", bigger)
                                                                        .with(
                                                                                "requests",
                                                                                bigger)))))));

        await().atMost(SOON).until(() -> exec(pod, "sh", "-c", read).equals("134217728\n"));
        assertThat(main(get("resized")).restartCount()).isZero();
        deleteAndAwait("resized");
    }

    @Test
    void grpcProbesAskForHealth() throws Exception {
        HealthServer server = new HealthServer();
        try {
            create(
                    TestPods.pod(
                            "grpc",
                            """
                            hostNetwork: true
                            terminationGracePeriodSeconds: 1
                            containers:
                            - name: main
                              command: ["sh", "-c", "%s"]
                              readinessProbe: {grpc: {port: %d, service: ready}, periodSeconds: 1}
                            """
                                    .formatted(SERVE, server.port())));

            awaitEvent(
                    "grpc",
                    "Unhealthy: Readiness probe failed: service unhealthy (responded with \"NOT_SERVING\")");
            server.serve("ready");
            awaitPod("grpc", NodeTest::isReady);
            deleteAndAwait("grpc");
        } finally {
            server.close();
        }
    }
}
