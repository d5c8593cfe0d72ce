package io.djong.scheduler;

import static io.djong.scheduler.Objects.node;
import static io.djong.scheduler.Objects.pod;
import static io.djong.scheduler.Objects.roomyNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameworkTest {

    private final Framework framework = Framework.defaults(new SplittableRandom(1));

    /// What users read in the event `FailedScheduling`.
    private String verdict(PodState pod, NodeState node) {
        FitFailure failure = new FitFailure(1);
        return framework
                .filter(pod, node)
                .map(rejection -> {
                    failure.count(rejection.verdict());
                    return failure.message();
                })
                .orElse("fits");
    }

    private static NodeState with(Node node, PodState... pods) {
        NodeState state = new NodeState(node);
        List.of(pods).forEach(state::add);
        return state;
    }

    private static String requests(String amounts) {
        return "containers: [{resources: {requests: {" + amounts + "}}}]";
    }

    private static String required(String key, String operator, String values) {
        return "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                + "[{matchExpressions: [{key: %s, operator: %s%s}]}]}}}"
                        .formatted(key, operator, values.isEmpty() ? "" : ", values: " + values);
    }

    static Stream<Arguments> filters() {
        Node roomy = roomyNode("n");
        Node labelled =
                node("n", "status: {allocatable: {cpu: '2', memory: 4Gi, pods: '10'}}")
                        .withMetadata(
                                roomy.metadata()
                                        .withLabels(java.util.Map.of("disk", "ssd", "cores", "8")));
        String noMatch = "1 node(s) didn't match Pod's node affinity/selector";
        return Stream.of(
                Arguments.of(roomy, "", "fits"),
                Arguments.of(
                        node(
                                "n",
                                "spec: {unschedulable: true}\nstatus: {allocatable: {pods: '1'}}"),
                        "",
                        "1 node(s) were unschedulable"),
                Arguments.of(
                        node(
                                "n",
                                "spec: {unschedulable: true}\nstatus: {allocatable: {pods: '1'}}"),
                        "tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}]",
                        "fits"),
                Arguments.of(
                        roomy, "nodeName: other", "1 node(s) didn't match the requested node name"),
                Arguments.of(
                        node("n", "spec: {taints: [{key: k, value: v, effect: NoSchedule}]}"),
                        "",
                        "1 node(s) had untolerated taint(s)"),
                Arguments.of(
                        node(
                                "n",
                                "spec: {taints: [{key: k, value: v, effect: NoSchedule}]}\nstatus: {allocatable: {pods: '1'}}"),
                        "tolerations: [{key: k, value: v}]",
                        "fits"),
                Arguments.of(
                        node(
                                "n",
                                "spec: {taints: [{key: k, effect: PreferNoSchedule}]}\nstatus: {allocatable: {pods: '1'}}"),
                        "",
                        "fits"),
                Arguments.of(labelled, "nodeSelector: {disk: ssd}", "fits"),
                Arguments.of(labelled, "nodeSelector: {disk: hdd}", noMatch),
                Arguments.of(labelled, required("disk", "In", "[hdd, ssd]"), "fits"),
                Arguments.of(labelled, required("disk", "NotIn", "[ssd]"), noMatch),
                Arguments.of(labelled, required("gpu", "Exists", ""), noMatch),
                Arguments.of(labelled, required("gpu", "DoesNotExist", ""), "fits"),
                Arguments.of(labelled, required("cores", "Gt", "['7']"), "fits"),
                Arguments.of(labelled, required("cores", "Lt", "['8']"), noMatch),
                Arguments.of(roomy, requests("cpu: '2'"), "fits"),
                Arguments.of(roomy, requests("cpu: 2001m"), "1 Insufficient cpu"),
                Arguments.of(
                        roomy,
                        requests("cpu: '3', memory: 5Gi, example.com/gpu: '1'"),
                        "1 Insufficient cpu, 1 Insufficient example.com/gpu, 1 Insufficient memory"),
                Arguments.of(
                        node("n", "status: {allocatable: {pods: '0'}}"), "", "1 Too many pods"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void filters(Node node, String spec, String expected) {
        String said = verdict(pod("p", spec), with(node));

        assertThat(said)
                .isEqualTo(
                        expected.equals("fits")
                                ? expected
                                : "0/1 nodes are available: " + expected + ".");
    }

    @Test
    void countsInitContainersByTheirPeakAndSidecarsWithTheRest() {
        PodState peak =
                pod(
                        "p",
                        "initContainers: [{resources: {requests: {cpu: 1500m}}}, "
                                + "{restartPolicy: Always, resources: {requests: {cpu: 500m}}}], "
                                + requests("cpu: '1'"));

        assertThat(peak.requests().milliCpu()).isEqualTo(1500);
    }

    @Test
    void keepsHostPortsApartByAddressAndProtocol() {
        NodeState node =
                with(
                        roomyNode("n"),
                        pod("a", "containers: [{ports: [{hostPort: 80, hostIP: 10.0.0.1}]}]"));

        assertThat(verdict(pod("b", "containers: [{ports: [{hostPort: 80}]}]"), node))
                .contains("didn't have free ports for the requested pod ports");
        assertThat(
                        verdict(
                                pod(
                                        "c",
                                        "containers: [{ports: [{hostPort: 80, hostIP: 10.0.0.2}]}]"),
                                node))
                .isEqualTo("fits");
        assertThat(
                        verdict(
                                pod("d", "containers: [{ports: [{hostPort: 80, protocol: UDP}]}]"),
                                node))
                .isEqualTo("fits");
    }

    @Test
    void prefersTheNodeWithMostLeft() {
        NodeState full = with(roomyNode("full"), pod("busy", requests("cpu: 1500m, memory: 3Gi")));
        NodeState free = with(roomyNode("free"));

        assertThat(framework.best(pod("p", requests("cpu: 100m")), List.of(full, free)))
                .isSameAs(free);
    }

    @Test
    void prefersTheNodeThatHasALargeImage() {
        String image = "images: [{names: ['example.com/big:latest'], sizeBytes: 900000000}]";
        NodeState without = with(roomyNode("without"));
        NodeState has =
                with(
                        node(
                                "has",
                                "status: {allocatable: {cpu: '2', memory: 4Gi, pods: '10'}, "
                                        + image
                                        + "}"));

        assertThat(
                        framework.best(
                                pod("p", "containers: [{image: example.com/big}]"),
                                List.of(without, has)))
                .isSameAs(has);
    }

    @Test
    void avoidsSoftTaintsAndFollowsSoftAffinity() {
        String room = "status: {allocatable: {cpu: '2', memory: 4Gi, pods: '10'}}";
        NodeState tainted =
                with(
                        node(
                                "tainted",
                                "spec: {taints: [{key: k, effect: PreferNoSchedule}]}\n" + room));
        NodeState clean = with(node("clean", room));
        assertThat(framework.best(pod("p", ""), List.of(tainted, clean))).isSameAs(clean);

        String prefersTainted =
                "tolerations: [{operator: Exists}], affinity: {nodeAffinity: "
                        + "{preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, preference: "
                        + "{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [tainted]}]}}]}}";
        assertThat(framework.best(pod("q", prefersTainted), List.of(clean, tainted)))
                .isSameAs(tainted);
    }

    @Test
    void spreadsOverEqualNodes() {
        List<NodeState> equal = List.of(with(roomyNode("a")), with(roomyNode("b")));
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            chosen.add(framework.best(pod("p", ""), equal).name());
        }

        assertThat(chosen).contains("a", "b");
    }
}
