package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.core.v1.Namespace;
import io.djong.meta.tree.Fields;
import org.junit.jupiter.api.Test;

class PodNodeSelectorTest {

    private static final Fields SETTINGS =
            Fields.of(
                    "podNodeSelectorPluginConfig",
                    Fields.of("clusterDefaultNodeSelector", "zone=a", "tight", "zone=a"));

    private final PodNodeSelector plugin =
            new PodNodeSelector(Known.of(namespace("loose"), namespace("tight")), SETTINGS);

    private static Namespace namespace(String name) {
        return new Namespace(Fields.of("metadata", Fields.of("name", name)));
    }

    private static Fields pod(String namespace, String label, String value) {
        return Reviews.pod(namespace, "p").withAt(Fields.of(label, value), "spec", "nodeSelector");
    }

    @Test
    void addsTheNamespacesSelector() {
        Fields pod = plugin.mutate(Reviews.create("pods", pod("loose", "disk", "ssd")));

        assertThat(pod.fields("spec").fields("nodeSelector"))
                .isEqualTo(Fields.of("zone", "a", "disk", "ssd"));
    }

    @Test
    void refusesAPodThatWantsOtherNodes() {
        assertThatThrownBy(() -> plugin.mutate(Reviews.create("pods", pod("loose", "zone", "b"))))
                .hasMessage(
                        "pods \"p\" is forbidden: pod node label selector conflicts with its namespace node label selector");
    }

    @Test
    void refusesLabelsThatAreNotAllowed() {
        assertThatThrownBy(
                        () -> plugin.validate(Reviews.create("pods", pod("tight", "disk", "ssd"))))
                .hasMessage(
                        "pods \"p\" is forbidden: pod node label selector labels conflict with its namespace whitelist");
    }
}
