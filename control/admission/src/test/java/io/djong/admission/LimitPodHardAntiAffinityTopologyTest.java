package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitPodHardAntiAffinityTopologyTest {

    @Test
    void refusesAntiAffinityByZone() {
        Fields term = Fields.of("topologyKey", "topology.kubernetes.io/zone");
        Fields pod =
                Reviews.pod("ns", "p")
                        .withAt(
                                List.of(term),
                                "spec",
                                "affinity",
                                "podAntiAffinity",
                                "requiredDuringSchedulingIgnoredDuringExecution");

        assertThatThrownBy(() ->
                        new LimitPodHardAntiAffinityTopology()
                                .validate(Reviews.create("pods", pod)))
                .hasMessage(
                        "pods \"p\" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey topology.kubernetes.io/zone but only key kubernetes.io/hostname is allowed");
    }
}
