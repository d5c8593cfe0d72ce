package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlwaysDenyTest {

    @Test
    void refusesEverything() {
        Review review = Reviews.create("pods", Reviews.pod("ns", "p"));

        assertThatThrownBy(() -> new AlwaysDeny().mutate(review))
                .hasMessage(
                        "pods \"p\" is forbidden: admission control is denying all modifications");
    }
}
