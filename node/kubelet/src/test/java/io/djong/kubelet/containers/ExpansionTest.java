package io.djong.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|plain",
                "$(A)|1",
                "x$(A)y$(B)z|x1y2z",
                "$$(A)|$(A)",
                "$$$(A)|$1",
                "$(C)|$(C)",
                "$(A|$(A",
                "$|$",
                "$A|$A",
                "$(A)$(A)|11",
            })
    void replacesKnownNamesOnly(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("A", "1", "B", "2"))).isEqualTo(expected);
    }
}
