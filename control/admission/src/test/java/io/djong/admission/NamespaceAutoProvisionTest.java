package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceAutoProvisionTest {

    @Test
    void makesTheNamespaceOfANewObject() {
        List<Namespace> made = new ArrayList<>();
        NamespaceAutoProvision plugin = new NamespaceAutoProvision(Known.of(), made::add);

        plugin.mutate(Reviews.create("pods", Reviews.pod("fresh", "p")));

        assertThat(made).singleElement().returns("fresh", one -> one.metadata().name());
    }
}
