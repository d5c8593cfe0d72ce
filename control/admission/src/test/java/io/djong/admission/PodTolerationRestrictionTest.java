package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.core.v1.Namespace;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodTolerationRestrictionTest {

    private static final Fields SPOT = Fields.of("key", "spot", "operator", "Exists");

    private static PodTolerationRestriction plugin(String annotation) {
        String text = "[{\"key\":\"spot\",\"operator\":\"Exists\"}]";
        Fields metadata =
                Fields.of(
                        "name",
                        "ns",
                        "annotations",
                        Fields.of("scheduler.alpha.kubernetes.io/" + annotation, text));
        return new PodTolerationRestriction(
                Known.of(new Namespace(Fields.of("metadata", metadata))), Fields.EMPTY);
    }

    @Test
    void addsTheNamespacesTolerations() {
        Fields pod =
                plugin("defaultTolerations").mutate(Reviews.create("pods", Reviews.pod("ns", "p")));

        assertThat(PodTrees.objects(pod.fields("spec"), "tolerations")).containsExactly(SPOT);
    }

    @Test
    void leavesOutWhatAWiderOneCovers() {
        Fields narrow = Fields.of("key", "spot", "operator", "Equal", "value", "yes");

        assertThat(Tolerations.merge(List.of(SPOT), List.of(narrow))).containsExactly(SPOT);
    }

    @Test
    void refusesWhatIsNotAllowed() {
        Fields pod =
                Reviews.pod("ns", "p")
                        .withAt(List.of(Fields.of("operator", "Exists")), "spec", "tolerations");

        assertThatThrownBy(() -> plugin("tolerationsWhitelist").mutate(Reviews.create("pods", pod)))
                .hasMessage(
                        "pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist");
    }
}
