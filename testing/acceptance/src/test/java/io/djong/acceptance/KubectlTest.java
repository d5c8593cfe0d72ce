package io.djong.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The subcommands of the real kubectl that the main job does not need. One cluster serves all tests, each in a namespace of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final ScratchCluster cluster = new ScratchCluster("kubectl");
    private String namespace = "";

    @BeforeAll
    void start() {
        cluster.djong("images", "build", "--data-dir", cluster.dataDir().toString()).orFail();
        cluster.up().orFail();
    }

    @AfterAll
    void removeEverything() {
        cluster.down("--delete").orFail();
    }

    @BeforeEach
    void ownNamespace(TestInfo test) {
        namespace = "t" + Integer.toHexString(test.getDisplayName().hashCode());
        cluster.kubectl("create", "namespace", namespace).orFail();
    }

    private Shell.Result tried(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--namespace";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return cluster.kubectl(all);
    }

    private String kubectl(String... arguments) {
        return tried(arguments).orFail();
    }

    private void runBox() {
        kubectl(
                "run",
                "box",
                "--image",
                Manifests.IMAGE,
                "--labels=a=b",
                "--",
                "sh",
                "-c",
                "trap exit TERM; while :; do sleep 0.1; done");
        kubectl("wait", "--for=condition=Ready", "pod/box", "--timeout=120s");
    }

    private void deploy() {
        kubectl(
                "create",
                "deployment",
                "d",
                "--image",
                Manifests.IMAGE,
                "--",
                "sh",
                "-c",
                "trap exit TERM; while :; do sleep 0.1; done");
        kubectl("rollout", "status", "deployment/d", "--timeout=120s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role r --verb=get --resource=pods | role.rbac.authorization.k8s.io/r created",
                "rolebinding rb --role=r --user=me | rolebinding.rbac.authorization.k8s.io/rb created",
                "clusterrole cr --verb=get --resource=nodes | clusterrole.rbac.authorization.k8s.io/cr created",
                "clusterrolebinding crb --clusterrole=cr --user=me | clusterrolebinding.rbac.authorization.k8s.io/crb created",
                "quota q --hard=pods=5 | resourcequota/q created",
                "serviceaccount s | serviceaccount/s created",
                "poddisruptionbudget p --selector=a=b --min-available=1 | poddisruptionbudget.policy/p created",
                "priorityclass pc --value=10 | priorityclass.scheduling.k8s.io/pc created",
                "ingress i --rule=foo.com/bar=svc1:8080 | ingress.networking.k8s.io/i created",
                "secret generic g --from-literal=a=b | secret/g created",
                "secret docker-registry dr --docker-username=u --docker-password=p | secret/dr created",
                "configmap c --from-literal=a=b | configmap/c created",
                "service clusterip sc --tcp=80:80 | service/sc created",
                "service nodeport sn --tcp=80:80 | service/sn created",
                "service externalname se --external-name=example.com | service/se created",
                "service loadbalancer sl --tcp=80:80 | service/sl created",
                "cronjob cj --image=x --schedule=@daily -- date | cronjob.batch/cj created",
            })
    void creates(String command, String answer) {
        String[] words = ("create " + command).split(" ");

        assertThat(kubectl(words).strip()).isEqualTo(answer);
        assertThat(tried(words).output()).containsAnyOf("AlreadyExists", "already exists");
    }

    @Test
    void runsJobsAndWaitsForThem() {
        kubectl(
                "create",
                "cronjob",
                "c",
                "--image",
                Manifests.IMAGE,
                "--schedule=@yearly",
                "--",
                "echo",
                "done");
        kubectl("create", "job", "j", "--from=cronjob/c");

        kubectl("wait", "--for=condition=complete", "job/j", "--timeout=120s");
        assertThat(kubectl("logs", "job/j")).isEqualTo("done\n");
        assertThat(kubectl("get", "job", "j")).contains("Complete", "1/1");
    }

    @Test
    void exposesLabelsAndAnnotates() {
        runBox();
        kubectl("expose", "pod", "box", "--port=80", "--name=svc");
        kubectl("label", "pod", "box", "c=d");
        kubectl("annotate", "pod", "box", "note=hello");

        assertThat(kubectl("get", "pod", "box", "-L", "c", "--show-labels")).contains("a=b,c=d");
        assertThat(tried("label", "pod", "box", "c=e").output())
                .contains("'c' already has a value (d), and --overwrite is false");
        assertThat(kubectl("label", "pod", "box", "c-")).isEqualTo("pod/box unlabeled\n");
        kubectl("wait", "--for=jsonpath={.status.phase}=Running", "pod/box");
        Eventually.output(
                SOON,
                () ->
                        tried(
                                "get",
                                "endpointslices",
                                "-l",
                                "kubernetes.io/service-name=svc",
                                "-o",
                                "jsonpath={.items[0].endpoints[0].targetRef.name}"),
                text -> text.isEqualTo("box"));
    }

    @Test
    void changesADeploymentByItsCommands() {
        deploy();
        kubectl("set", "resources", "deployment/d", "--limits=cpu=100m");
        kubectl("set", "env", "deployment/d", "A=b");
        kubectl("set", "serviceaccount", "deployment/d", "default");
        kubectl("rollout", "pause", "deployment/d");
        kubectl("rollout", "resume", "deployment/d");
        kubectl("rollout", "restart", "deployment/d");
        kubectl("rollout", "status", "deployment/d", "--timeout=120s");

        assertThat(kubectl("rollout", "history", "deployment/d").lines()).hasSizeGreaterThan(5);
        kubectl("scale", "deployment/d", "--replicas=2", "--current-replicas=1");
        assertThat(tried("scale", "deployment/d", "--replicas=3", "--current-replicas=1").output())
                .contains("Expected replicas to be 1, was 2");
        assertThat(
                        kubectl(
                                "patch",
                                "deployment",
                                "d",
                                "--subresource=scale",
                                "--type=merge",
                                "-p",
                                "{\"spec\":{\"replicas\":1}}"))
                .isEqualTo("scale.autoscaling/d patched\n");
        kubectl("autoscale", "deployment", "d", "--min=1", "--max=3");
        assertThat(kubectl("get", "hpa")).contains("Deployment/d");
        assertThat(kubectl("get", "all"))
                .contains("deployment.apps/d", "replicaset.apps/d-", "horizontalpodautoscaler");
    }

    @Test
    void debugsPodsAndNodes() {
        runBox();
        kubectl(
                "debug",
                "box",
                "--image",
                Manifests.IMAGE,
                "--target=box",
                "-c",
                "probe",
                "--profile=general",
                "--",
                "echo",
                "probed");
        Eventually.output(
                SOON,
                () -> tried("logs", "box", "-c", "probe"),
                text -> text.isEqualTo("probed\n"));

        kubectl(
                "debug",
                "box",
                "--image",
                Manifests.IMAGE,
                "--copy-to=copy",
                "--profile=general",
                "-c",
                "probe",
                "--",
                "echo",
                "copied");
        Eventually.output(
                SOON,
                () -> tried("logs", "copy", "-c", "probe"),
                text -> text.isEqualTo("copied\n"));

        String said =
                kubectl(
                        "debug",
                        "node/node-1",
                        "--image",
                        Manifests.IMAGE,
                        "--profile=general",
                        "--",
                        "cat",
                        "/host/etc/hostname");
        String pod = said.replaceAll("(?s).*debugging pod (\\S+) .*", "$1");
        Eventually.output(
                SOON, () -> tried("logs", pod), text -> text.isNotEmpty().doesNotContain("Error"));
    }

    @Test
    void drainsANodeAndBringsItBack() {
        runBox();
        kubectl("taint", "node", "node-1", "k=v:NoSchedule");
        kubectl("taint", "node", "node-1", "k-");
        kubectl("cordon", "node-1");
        assertThat(kubectl("get", "nodes")).contains("SchedulingDisabled");

        assertThat(
                        kubectl(
                                "drain",
                                "node-1",
                                "--ignore-daemonsets",
                                "--force",
                                "--pod-selector=a=b",
                                "--timeout=120s"))
                .contains("pod/box evicted", "node/node-1 drained");
        kubectl("uncordon", "node-1");

        assertThat(kubectl("get", "nodes")).doesNotContain("SchedulingDisabled");
    }

    @Test
    void tellsEventsOfAnObject() {
        runBox();

        Eventually.output(
                SOON,
                () -> tried("events", "--for", "pod/box"),
                text ->
                        text.contains(
                                "Successfully assigned " + namespace + "/box to node-1",
                                "Container started"));
        assertThat(kubectl("describe", "pod", "box"))
                .contains("QoS Class:", "Successfully assigned");
    }

    @Test
    void asksWhatIsAllowed() {
        assertThat(kubectl("auth", "whoami")).contains("kubernetes-admin", "system:masters");
        assertThat(kubectl("auth", "can-i", "create", "pods")).isEqualTo("yes\n");
        assertThat(tried("auth", "can-i", "create", "pods", "--as=nobody").output())
                .isEqualTo("no\n");
        assertThat(kubectl("auth", "can-i", "--list", "--as=nobody"))
                .contains("selfsubjectreviews.authentication.k8s.io");
    }

    @Test
    void reconcilesRoles() throws IOException {
        Path file =
                Files.writeString(
                        cluster.scratch().resolve("role.yaml"),
                        """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: Role
                        metadata: {name: reader, namespace: %s}
                        rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
                        """
                                .formatted(namespace));

        assertThat(kubectl("auth", "reconcile", "-f", file.toString()))
                .contains("role.rbac.authorization.k8s.io/reader reconciled");
        assertThat(kubectl("get", "role", "reader", "-o", "jsonpath={.rules[0].resources}"))
                .isEqualTo("[\"pods\"]");
    }

    @Test
    void makesTokensThatWork() {
        kubectl("create", "serviceaccount", "robot");
        String token = kubectl("create", "token", "robot", "--duration=10m").strip();

        String who = kubectl("--token", token, "--kubeconfig", withoutUser(), "auth", "whoami");

        assertThat(who).contains("system:serviceaccount:" + namespace + ":robot");
    }

    /// The cluster's address and authority, without the certificate that would win over a token.
    private String withoutUser() {
        try {
            String admin = Files.readString(cluster.kubeconfig());
            return Files.writeString(
                            cluster.scratch().resolve("nobody.kubeconfig"),
                            admin.replaceAll("client-(certificate|key)-data: .*", ""))
                    .toString();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void approvesCertificates() throws Exception {
        Path scratch = cluster.scratch();
        cluster.shell()
                .run(
                        SOON,
                        List.of(
                                "openssl",
                                "req",
                                "-new",
                                "-newkey",
                                "rsa:2048",
                                "-nodes",
                                "-subj",
                                "/CN=jane",
                                "-keyout",
                                scratch + "/jane.key",
                                "-out",
                                scratch + "/jane.csr"))
                .orFail();
        String request =
                java.util.Base64.getEncoder()
                        .encodeToString(Files.readAllBytes(scratch.resolve("jane.csr")));
        cluster.apply(
                        namespace,
                        """
                        apiVersion: certificates.k8s.io/v1
                        kind: CertificateSigningRequest
                        metadata: {name: jane}
                        spec: {signerName: kubernetes.io/kube-apiserver-client, usages: [client auth], request: %s}
                        """
                                .formatted(request))
                .orFail();
        assertThat(kubectl("get", "csr", "jane")).contains("Pending");

        kubectl("certificate", "approve", "jane");

        kubectl("wait", "--for=jsonpath={.status.certificate}", "csr/jane", "--timeout=60s");
        assertThat(kubectl("get", "csr", "jane")).contains("Approved,Issued");
    }

    @Test
    void looksBeforeItChanges() throws IOException {
        String manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n";
        Path file = Files.writeString(cluster.scratch().resolve("c.yaml"), manifest);
        assertThat(tried("diff", "-f", file.toString()).output()).contains("+  a: b");
        assertThat(kubectl("apply", "-f", file.toString(), "--dry-run=server"))
                .contains("created (server dry run)");
        assertThat(tried("get", "configmap", "c").output()).contains("NotFound");

        kubectl("apply", "-f", file.toString());
        assertThat(kubectl("diff", "-f", file.toString())).isEmpty();
        Files.writeString(file, manifest.replace("a: b", "a: c"));
        assertThat(tried("diff", "--server-side", "-f", file.toString()).output())
                .contains("-  a: b", "+  a: c");
        kubectl("replace", "--force", "-f", file.toString());
        assertThat(kubectl("get", "configmap", "c", "-o", "jsonpath={.data.a}")).isEqualTo("c");
    }

    @Test
    void edits() {
        kubectl("create", "configmap", "c", "--from-literal=a=before");

        new Shell(
                        ScratchCluster.CHECKOUT,
                        Map.of(
                                "KUBECONFIG",
                                cluster.kubeconfig().toString(),
                                "KUBE_EDITOR",
                                "sed -i s/before/after/"))
                .run(SOON, List.of("kubectl", "-n", namespace, "edit", "configmap", "c"))
                .orFail();

        assertThat(kubectl("get", "configmap", "c", "-o", "jsonpath={.data.a}")).isEqualTo("after");
    }

    @Test
    void explainsAndCompletes() {
        assertThat(kubectl("explain", "pod.spec.containers.image"))
                .contains("FIELD: image <string>", "Container image name");
        assertThat(kubectl("explain", "deployment.spec", "--recursive"))
                .contains("minReadySeconds\t<integer>");
        assertThat(kubectl("api-resources", "--api-group=apps"))
                .contains("deployments", "deploy", "true", "Deployment");
        assertThat(kubectl("api-versions")).contains("apps/v1", "batch/v1");
        kubectl("create", "configmap", "completed");
        assertThat(
                        cluster.kubectl("__complete", "get", "-n", namespace, "configmap", "comp")
                                .orFail())
                .contains("completed");
    }

    @Test
    void answersAboutTheCluster() {
        assertThat(kubectl("cluster-info")).contains("Kubernetes control plane", "is running at");
        assertThat(kubectl("version")).contains("Server Version: v1.36.");
        assertThat(kubectl("get", "--raw", "/readyz?verbose")).endsWith("readyz check passed\n");
        assertThat(kubectl("cluster-info", "dump", "--namespaces", namespace))
                .contains("\"kind\": \"NodeList\"");
    }

    @Test
    void proxies() throws Exception {
        int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
        Process proxy =
                new ProcessBuilder(
                                cluster.kubectlCommand(
                                        "proxy",
                                        "--port=" + port,
                                        "--kubeconfig",
                                        cluster.kubeconfig().toString()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + port
                                                    + "/api/v1/namespaces/"
                                                    + namespace))
                            .build();
            Eventually.output(
                    SOON,
                    () -> body(client, request),
                    text -> text.contains("\"name\":\"" + namespace + "\""));
        } finally {
            proxy.destroy();
            proxy.waitFor();
        }
    }

    private static Shell.Result body(HttpClient client, HttpRequest request) {
        try {
            return new Shell.Result(
                    List.of(),
                    0,
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException notYet) {
            return new Shell.Result(List.of(), 1, notYet.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
