package io.djong.kubelet.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final FixedClock clock = new FixedClock();
    private final Backoff backoff = new Backoff(clock);

    private static final class FixedClock implements Clock {
        private Instant now = Instant.parse("2026-01-02T03:04:05Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration pause) {
            now = now.plus(pause);
        }
    }

    @Test
    void doublesUpToFiveMinutes() {
        long[] seconds = new long[7];
        for (int i = 0; i < seconds.length; i++) {
            backoff.next("a", clock.now());
            seconds[i] = backoff.current("a").toSeconds();
            clock.sleep(backoff.current("a"));
        }

        assertThat(seconds).containsExactly(10, 20, 40, 80, 160, 300, 300);
    }

    @Test
    void beginsAnewAfterTenMinutesOfPeace() {
        backoff.next("a", clock.now());
        backoff.next("a", clock.now());
        clock.sleep(Duration.ofMinutes(11));

        assertThat(backoff.left("a", clock.now())).isZero();
        backoff.next("a", clock.now());

        assertThat(backoff.current("a")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void countsFromTheEndOfWhatFailed() {
        Instant ended = clock.now();
        backoff.next("a", ended);
        clock.sleep(Duration.ofSeconds(4));

        assertThat(backoff.left("a", ended)).isEqualTo(Duration.ofSeconds(6));
    }
}
