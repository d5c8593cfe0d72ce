package io.djong.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private final ClusterView view = new ClusterView();

    @Test
    void countsPodsThatWereSeenBeforeTheirNode() {
        for (int i = 0; i < 20; i++) {
            view.place(Objects.pod("early-" + i, "nodeName: n" + i % 2), "n" + i % 2);
        }

        view.put(Objects.roomyNode("n0"));
        view.put(Objects.roomyNode("n1"));

        assertThat(view.nodes()).extracting(node -> node.pods().size()).containsExactly(10, 10);
    }

    @Test
    void countsPodsAgainWhenTheirNodeComesBack() {
        view.put(Objects.roomyNode("node"));
        view.place(
                Objects.pod(
                        "p", "nodeName: node, containers: [{resources: {requests: {cpu: 500m}}}]"),
                "node");

        view.removeNode("node");
        assertThat(view.isPlaced("uid-p")).isTrue();
        view.put(Objects.roomyNode("node"));

        assertThat(view.nodes())
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.pods()).extracting(PodState::uid).containsExactly("uid-p");
                    assertThat(node.requested().milliCpu()).isEqualTo(500);
                });
    }

    @Test
    void forgetsAPodWhereverItCounted() {
        view.put(Objects.roomyNode("node"));
        view.place(Objects.pod("here", "nodeName: node"), "node");
        view.place(Objects.pod("nowhere", "nodeName: missing"), "missing");

        assertThat(view.remove("uid-here")).isTrue();
        assertThat(view.remove("uid-nowhere")).isTrue();
        assertThat(view.remove("uid-here")).isFalse();
        assertThat(view.nodes().getFirst().pods()).isEmpty();
    }
}
