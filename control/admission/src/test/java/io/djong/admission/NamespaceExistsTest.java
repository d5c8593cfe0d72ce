package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.core.v1.Namespace;
import io.djong.meta.tree.Fields;
import org.junit.jupiter.api.Test;

class NamespaceExistsTest {

    private final NamespaceExists plugin =
            new NamespaceExists(
                    Known.of(new Namespace(Fields.of("metadata", Fields.of("name", "ns")))));

    @Test
    void refusesWhatHasNoNamespace() {
        Review review = Reviews.create("pods", Reviews.pod("gone", "p"));

        assertThatThrownBy(() -> plugin.validate(review))
                .hasMessage("namespaces \"gone\" not found");
    }

    @Test
    void letsTheOthersPass() {
        Review review = Reviews.create("pods", Reviews.pod("ns", "p"));

        assertThatCode(() -> plugin.validate(review)).doesNotThrowAnyException();
    }
}
