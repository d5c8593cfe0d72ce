package io.djong.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// What a new user does first, with the real kubectl. One cluster serves all tests, each in a namespace of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final ScratchCluster cluster = new ScratchCluster("main-job");

    @BeforeAll
    void start() {
        cluster.djong("images", "build", "--data-dir", cluster.dataDir().toString()).orFail();
        cluster.up().orFail();
    }

    @AfterAll
    void removeEverything() {
        cluster.down("--delete").orFail();

        assertThat(cluster.dataDir()).doesNotExist();
        assertThat(Leftovers.of(cluster.dataDir())).isEmpty();
    }

    @Test
    void showsTheNodeReady() {
        String nodes = cluster.kubectl("get", "nodes", "-o", "wide").orFail();

        assertThat(nodes)
                .contains("node-1", " Ready ", "v1.36.", "+djong.", "containerd://", "Linux");
    }

    @Test
    void runsTheWebExample() {
        inNamespace("web");
        cluster.kubectl("-n", "web", "apply", "-f", "examples/web/").orFail();

        cluster.kubectl("-n", "web", "rollout", "status", "deployment/web", "--timeout=120s")
                .orFail();

        Eventually.output(
                SOON, () -> curl("http://127.0.0.1:30080/"), text -> text.contains("Djong sails"));
        Eventually.output(
                SOON,
                () -> curl("http://" + nodeAddress() + ":30080/"),
                text -> text.contains("Djong sails"));
        cluster.kubectl("delete", "namespace", "web", "--timeout=120s").orFail();
    }

    @Test
    void drivesADeploymentThroughItsLife() {
        inNamespace("life");
        cluster.apply("life", Manifests.APP).orFail();
        rolledOut("life");

        assertThat(kubectl("life", "get", "pods,deployments,services,configmaps,secrets"))
                .contains("app-", "3/3");
        assertThat(kubectl("life", "describe", "deployment", "app")).contains("ScalingReplicaSet");
        assertThat(kubectl("life", "describe", "pod", "-l", "app=app"))
                .contains("Successfully assigned", "Started");
        assertThat(kubectl("life", "logs", "deployment/app")).contains("serving");
        assertThat(kubectl("life", "exec", "deployment/app", "--", "cat", "/config/greeting"))
                .isEqualTo("hello");
        assertThat(kubectl("life", "exec", "deployment/app", "--", "sh", "-c", "echo $PASSWORD"))
                .contains("s3cret");
        assertThat(kubectl("life", "exec", "deployment/app", "--", "cat", "/etc/resolv.conf"))
                .contains("life.svc.cluster.local");

        kubectl("life", "scale", "deployment", "app", "--replicas=5");
        rolledOut("life");
        assertThat(
                        kubectl(
                                "life",
                                "get",
                                "deployment",
                                "app",
                                "-o",
                                "jsonpath={.status.readyReplicas}"))
                .isEqualTo("5");

        kubectl("life", "set", "env", "deployment/app", "RELEASE=2");
        rolledOut("life");
        assertThat(kubectl("life", "exec", "deployment/app", "--", "sh", "-c", "echo $RELEASE"))
                .contains("2");

        kubectl("life", "rollout", "undo", "deployment/app");
        rolledOut("life");
        assertThat(
                        kubectl(
                                "life",
                                "exec",
                                "deployment/app",
                                "--",
                                "sh",
                                "-c",
                                "echo release=$RELEASE"))
                .contains("release=\n");
        cluster.kubectl("delete", "namespace", "life", "--timeout=120s").orFail();
    }

    @Test
    void failsExecWithTheCommandsExitCode() {
        inNamespace("codes");
        cluster.apply("codes", Manifests.pod("one", "sleep 100000")).orFail();
        running("codes", "one");

        Shell.Result result =
                cluster.kubectl("-n", "codes", "exec", "one", "--", "sh", "-c", "exit 7");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.output()).contains("command terminated with exit code 7");
    }

    @Test
    void copiesFilesInAndOut() throws IOException {
        inNamespace("copies");
        cluster.apply("copies", Manifests.pod("one", "sleep 100000")).orFail();
        running("copies", "one");
        Path there = cluster.scratch().resolve("there.txt");
        Path back = cluster.scratch().resolve("back.txt");
        Files.writeString(there, "cargo\n".repeat(20_000));

        kubectl("copies", "cp", there.toString(), "one:/tmp/there.txt");
        kubectl("copies", "cp", "one:/tmp/there.txt", back.toString());

        assertThat(back).hasSameBinaryContentAs(there);
    }

    @Test
    void forwardsAPort() throws IOException {
        inNamespace("forward");
        cluster.apply("forward", Manifests.APP).orFail();
        rolledOut("forward");
        Path output = Files.createTempFile("port-forward", ".out");
        Process forward =
                cluster.shell()
                        .start(
                                cluster.kubectlCommand(
                                        "-n",
                                        "forward",
                                        "port-forward",
                                        "deployment/app",
                                        "18080:8080"),
                                output,
                                Path.of("/dev/null"));
        try {
            Eventually.output(
                    SOON, () -> curl("http://127.0.0.1:18080/"), text -> text.contains("hello"));
        } finally {
            forward.destroy();
        }
    }

    @Test
    void findsAServiceByItsNameFromAPod() {
        inNamespace("names");
        cluster.apply("names", Manifests.APP).orFail();
        cluster.apply("names", Manifests.pod("one", "sleep 100000")).orFail();
        rolledOut("names");
        running("names", "one");

        Eventually.output(
                SOON,
                () ->
                        cluster.kubectl(
                                "-n",
                                "names",
                                "exec",
                                "one",
                                "--",
                                "wget",
                                "-q",
                                "-O",
                                "-",
                                "http://app/"),
                text -> text.contains("hello"));
        assertThat(kubectl("names", "exec", "one", "--", "nslookup", "app.names.svc.cluster.local"))
                .contains("app.names.svc.cluster.local");
    }

    @Test
    void showsAnImageThatCannotBePulled() {
        inNamespace("pull");
        cluster.apply(
                        "pull",
                        Manifests.pod("one", "true")
                                .replace(Manifests.IMAGE, "127.0.0.1:1/nothing:1"))
                .orFail();

        Eventually.output(
                SOON,
                () -> cluster.kubectl("-n", "pull", "get", "pods"),
                text -> text.containsAnyOf("ImagePullBackOff", "ErrImagePull"));
        Eventually.output(
                SOON,
                () -> cluster.kubectl("-n", "pull", "describe", "pod", "one"),
                text -> text.contains("Back-off pulling image"));
    }

    @Test
    void showsACrashLoop() {
        inNamespace("crash");
        cluster.apply("crash", Manifests.pod("one", "exit 3")).orFail();

        Eventually.output(
                SOON,
                () -> cluster.kubectl("-n", "crash", "get", "pods"),
                text -> text.contains("CrashLoopBackOff"));
        Eventually.output(
                SOON,
                () -> cluster.kubectl("-n", "crash", "describe", "pod", "one"),
                text -> text.contains("Back-off restarting failed container", "Exit Code:    3"));
    }

    @Test
    void showsAContainerThatRanOutOfMemory() {
        inNamespace("memory");
        cluster.apply("memory", Manifests.MEMORY_HOG).orFail();

        Eventually.output(
                SOON,
                () ->
                        cluster.kubectl(
                                "-n",
                                "memory",
                                "get",
                                "pod",
                                "hog",
                                "-o",
                                "jsonpath={.status.containerStatuses[0].state.terminated.reason}"),
                text -> text.isEqualTo("OOMKilled"));
    }

    @Test
    void runsAJobToItsEnd() {
        inNamespace("jobs");
        cluster.apply("jobs", Manifests.JOB).orFail();

        cluster.kubectl(
                        "-n",
                        "jobs",
                        "wait",
                        "--for=condition=complete",
                        "job/count",
                        "--timeout=120s")
                .orFail();

        assertThat(kubectl("jobs", "get", "job", "count")).contains("3/3");
        assertThat(kubectl("jobs", "logs", "-l", "job-name=count")).contains("counted");
    }

    @Test
    void runsADaemonSetOnTheNode() {
        inNamespace("daemons");
        cluster.apply("daemons", Manifests.DAEMON_SET).orFail();

        cluster.kubectl("-n", "daemons", "rollout", "status", "daemonset/agent", "--timeout=120s")
                .orFail();

        assertThat(kubectl("daemons", "get", "pods", "-o", "wide")).contains("agent-", "node-1");
    }

    @Test
    void appliesOnTheServersSide() {
        inNamespace("ssa");

        cluster.kubectl(
                        "-n",
                        "ssa",
                        "apply",
                        "--server-side",
                        "-f",
                        "examples/web/web.yaml",
                        "--dry-run=server")
                .orFail();
        Shell.Result applied =
                cluster.shell()
                        .run(
                                SOON,
                                cluster.kubectlCommand(
                                        "-n", "ssa", "apply", "--server-side", "-f", "-"),
                                Manifests.CONFIG_MAP);

        assertThat(applied.orFail()).contains("serverside-applied");
        assertThat(
                        kubectl(
                                "ssa",
                                "get",
                                "configmap",
                                "plain",
                                "-o",
                                "yaml",
                                "--show-managed-fields"))
                .contains("operation: Apply", "manager: kubectl");
        Shell.Result conflict =
                cluster.shell()
                        .run(
                                SOON,
                                cluster.kubectlCommand(
                                        "-n",
                                        "ssa",
                                        "apply",
                                        "--server-side",
                                        "--field-manager=other",
                                        "-f",
                                        "-"),
                                Manifests.CONFIG_MAP.replace("value: a", "value: b"));
        assertThat(conflict.exitCode()).isNotZero();
        assertThat(conflict.output()).contains("conflict");
    }

    @Test
    void explainsFields() {
        assertThat(cluster.kubectl("explain", "deployment.spec.replicas").orFail())
                .contains("KIND:       Deployment", "FIELD: replicas <integer>");
    }

    @Test
    void refusesAManifestThatIsWrong() {
        inNamespace("wrong");

        Shell.Result unknown =
                cluster.apply("wrong", Manifests.CONFIG_MAP.replace("\ndata:", "\ndta:"));
        Shell.Result type =
                cluster.apply("wrong", Manifests.APP.replace("replicas: 3", "replicas: three"));
        Shell.Result value =
                cluster.apply("wrong", Manifests.APP.replace("replicas: 3", "replicas: -1"));

        assertThat(unknown.exitCode()).isNotZero();
        assertThat(unknown.output()).contains("unknown field \"dta\"");
        assertThat(type.exitCode()).isNotZero();
        assertThat(type.output()).contains("replicas");
        assertThat(value.exitCode()).isNotZero();
        assertThat(value.output())
                .contains("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
    }

    @Test
    void leavesNothingOfANamespace() {
        Set<String> pairsBefore = Leftovers.pairs();
        inNamespace("gone");
        cluster.apply("gone", Manifests.APP).orFail();
        rolledOut("gone");
        List<String> uids = words("gone", "pods", "{.items[*].metadata.uid}");
        List<String> containers =
                words("gone", "pods", "{.items[*].status.containerStatuses[*].containerID}")
                        .stream()
                        .map(id -> id.substring("containerd://".length()))
                        .toList();
        List<String> addresses = new ArrayList<>(words("gone", "pods", "{.items[*].status.podIP}"));
        addresses.addAll(words("gone", "services", "{.items[*].spec.clusterIP}"));
        Set<String> pairs = Leftovers.pairs();
        pairs.removeAll(pairsBefore);
        assertThat(pairs).hasSizeGreaterThanOrEqualTo(3);
        Eventually.output(
                SOON,
                () -> said(Leftovers.rules("gone", addresses)),
                text -> text.contains(addresses));
        assertThat(Leftovers.ofContainers(cluster.dataDir(), containers)).isNotEmpty();

        cluster.kubectl("delete", "namespace", "gone", "--timeout=120s").orFail();

        assertThat(cluster.kubectl("get", "namespace", "gone").exitCode()).isNotZero();
        Eventually.output(
                SOON,
                () -> {
                    List<String> left = new ArrayList<>(Leftovers.ofPods(cluster.dataDir(), uids));
                    left.addAll(Leftovers.ofContainers(cluster.dataDir(), containers));
                    left.addAll(Leftovers.rules("gone", addresses));
                    Leftovers.pairs().stream().filter(pairs::contains).forEach(left::add);
                    return said(left);
                },
                text -> text.isEmpty());
    }

    private List<String> words(String namespace, String resource, String jsonPath) {
        return List.of(
                kubectl(namespace, "get", resource, "-o", "jsonpath=" + jsonPath).split(" "));
    }

    private static Shell.Result said(List<String> lines) {
        return new Shell.Result(List.of(), 0, String.join("\n", lines));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void completesARolloutThroughAKill() throws IOException {
        inNamespace("kill");
        cluster.apply("kill", Manifests.APP).orFail();
        rolledOut("kill");
        cluster.apply("kill", Manifests.pod("bystander", "echo started; sleep 100000")).orFail();
        running("kill", "bystander");
        kubectl("kill", "set", "env", "deployment/app", "RELEASE=2");

        long pid = cluster.serverPid();
        new Shell(Path.of("/"), java.util.Map.of())
                .run(SOON, List.of("kill", "-9", Long.toString(pid)))
                .orFail();
        cluster.up().orFail();

        rolledOut("kill");
        assertThat(
                        kubectl(
                                "kill",
                                "get",
                                "pod",
                                "bystander",
                                "-o",
                                "jsonpath={.status.containerStatuses[0].restartCount}"))
                .isEqualTo("0");
        assertThat(kubectl("kill", "logs", "bystander")).isEqualTo("started\n");
    }

    private void inNamespace(String name) {
        cluster.kubectl("create", "namespace", name).orFail();
    }

    private String kubectl(String namespace, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return cluster.kubectl(all).orFail();
    }

    private void rolledOut(String namespace) {
        kubectl(namespace, "rollout", "status", "deployment/app", "--timeout=120s");
    }

    private void running(String namespace, String pod) {
        kubectl(namespace, "wait", "--for=condition=Ready", "pod/" + pod, "--timeout=120s");
    }

    private String nodeAddress() {
        return cluster.kubectl(
                        "get",
                        "node",
                        "node-1",
                        "-o",
                        "jsonpath={.status.addresses[?(@.type==\"InternalIP\")].address}")
                .orFail()
                .strip();
    }

    private Shell.Result curl(String url) {
        return cluster.shell().run(SOON, List.of("curl", "-s", "-S", "--max-time", "5", url));
    }
}
