package io.djong.auth.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeConfigTest {

    @Test
    void mergingKeepsWhatIsThereAndReplacesItsOwn() {
        Fields before =
                config("old", "a")
                        .with("clusters", List.of(entry("old", "a"), entry("djong", "stale")))
                        .with("preferences", Fields.EMPTY);

        Fields after = KubeConfig.merged(before, config("djong", "fresh"));

        assertThat(after.list("clusters"))
                .containsExactly(entry("old", "a"), entry("djong", "fresh"));
        assertThat(after.string("current-context")).isEqualTo("djong");
        assertThat(after).containsKey("preferences");
    }

    @Test
    void mergingIntoNothingMakesAFile() {
        Fields after = KubeConfig.merged(Fields.EMPTY, config("djong", "fresh"));

        assertThat(after.string("kind")).isEqualTo("Config");
        assertThat(after.list("users")).hasSize(1);
    }

    private static Fields config(String name, String server) {
        return Fields.of("apiVersion", "v1", "kind", "Config", "current-context", name)
                .with("clusters", List.of(entry(name, server)))
                .with("contexts", List.of(entry(name, server)))
                .with("users", List.of(entry(name, server)));
    }

    private static Fields entry(String name, String value) {
        return Fields.of("name", name, "cluster", Fields.of("server", value));
    }
}
