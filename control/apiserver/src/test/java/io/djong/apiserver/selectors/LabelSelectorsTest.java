package io.djong.apiserver.selectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.ApiException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t=x | true",
                "t==x,env=prod | true",
                "t!=x | false",
                "t in (x,y) | true",
                "t notin (x,y) | false",
                "t | true",
                "!t | false",
                "none= | false",
                "n>1 | true",
                "n<3 | false",
                "none!=x | true"
            })
    void matchesAsItReads(String selector, boolean matches) {
        Map<String, String> labels = Map.of("t", "x", "env", "prod", "n", "5");

        assertThat(LabelSelectors.parse(selector).matches(labels)).isEqualTo(matches);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> LabelSelectors.parse("a=b c"))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("unable to parse requirement: found 'c', expected: ");
        assertThatThrownBy(() -> LabelSelectors.parse("n>x"))
                .hasMessageContaining("the value must be an integer");
    }

    @Test
    void writesWhatItRead() {
        assertThat(LabelSelectors.text(LabelSelectors.parse("b,!c,a in (y,x),d=e")))
                .isEqualTo("a in (x,y),b,!c,d=e");
    }
}
