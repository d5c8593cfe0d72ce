package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlwaysAdmitTest {

    @Test
    void changesNothing() {
        Review review = Reviews.create("pods", Reviews.pod("ns", "p"));

        assertThat(new AlwaysAdmit().mutate(review)).isEqualTo(review.object());
    }
}
