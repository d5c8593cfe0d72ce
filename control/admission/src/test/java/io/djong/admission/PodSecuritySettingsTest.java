package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.core.v1.Namespace;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodSecuritySettingsTest {

    private static final Fields DEFAULTS = Fields.of("enforce", "baseline");

    private static PodSecurity plugin(Fields exemptions) {
        return new PodSecurity(
                Known.of(new Namespace(Fields.of("metadata", Fields.of("name", "ns")))),
                Known.of(),
                PodSecurity.Settings.of(Fields.of("defaults", DEFAULTS, "exemptions", exemptions)));
    }

    private static Review hostPod() {
        return Reviews.create("pods", Reviews.pod("ns", "p").withAt(true, "spec", "hostNetwork"));
    }

    @Test
    void holdsNamespacesWithoutLabelsToTheDefault() {
        assertThatThrownBy(() -> plugin(Fields.EMPTY).validate(hostPod()))
                .hasMessageStartingWith(
                        "pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\"");
    }

    @Test
    void letsExemptUsersPass() {
        PodSecurity plugin = plugin(Fields.of("usernames", List.of("alice")));

        assertThatCode(() -> plugin.validate(hostPod())).doesNotThrowAnyException();
    }
}
