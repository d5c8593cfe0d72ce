package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.tree.Fields;
import org.junit.jupiter.api.Test;

class ExtendedResourceTolerationTest {

    @Test
    void toleratesTheTaintsOfDevices() {
        Fields requests = Fields.of("example.com/gpu", "1", "cpu", "1");
        Fields container = Fields.of("name", "c", "resources", Fields.of("requests", requests));

        Fields pod =
                new ExtendedResourceToleration()
                        .mutate(Reviews.create("pods", Reviews.pod("ns", "p", container)));

        assertThat(PodTrees.objects(pod.fields("spec"), "tolerations"))
                .containsExactly(
                        Fields.of(
                                "key",
                                "example.com/gpu",
                                "operator",
                                "Exists",
                                "effect",
                                "NoSchedule"));
    }
}
