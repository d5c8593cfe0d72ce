package io.djong.apiserver.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.fairness.Level.Arrival;
import io.djong.apiserver.fairness.Level.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Time is a number here: every reading is handed in.
class LevelTest {

    private static final long SECOND = 1_000_000_000L;

    private static Level level(int seats, int queues, int hand, int length) {
        LevelConfig config = new LevelConfig("test", "", false, 30, 0, null, queues, hand, length);
        return new Level(config, seats, 0);
    }

    @Test
    void rejectingLevelTurnsAwayWhatFindsNoSeat() {
        Level level = level(2, 0, 0, 0);
        Ticket first = level.arrive(1, 1, 0);
        assertThat(level.arrive(1, 1, 0).arrival()).isEqualTo(Arrival.RUNS);
        assertThat(level.arrive(1, 1, 0).arrival()).isEqualTo(Arrival.NO_SEATS);
        level.finish(first.request(), SECOND);
        assertThat(level.arrive(1, 1, SECOND).arrival()).isEqualTo(Arrival.RUNS);
    }

    @Test
    void fullQueueTurnsAway() {
        Level level = level(1, 1, 1, 2);
        assertThat(level.arrive(1, 1, 0).arrival()).isEqualTo(Arrival.RUNS);
        assertThat(level.arrive(1, 1, 0).arrival()).isEqualTo(Arrival.WAITS);
        assertThat(level.arrive(1, 1, 0).arrival()).isEqualTo(Arrival.WAITS);
        assertThat(level.arrive(1, 1, 0).arrival()).isEqualTo(Arrival.QUEUE_FULL);
    }

    @Test
    void quietFlowIsNotHeldUpByLoudOne() {
        Level level = level(1, 64, 1, 100);
        Ticket running = level.arrive(1, 1, 0);
        List<Ticket> loud = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            loud.add(level.arrive(1, 1, 0));
        }
        Ticket quiet = level.arrive(2, 1, 0);
        long now = SECOND;
        level.finish(running.request(), now);
        for (int turn = 0;
                turn < 2 && level.state(quiet.request()) != Waiting.State.RUNNING;
                turn++) {
            for (Ticket one : loud) {
                if (level.state(one.request()) == Waiting.State.RUNNING) {
                    now += SECOND;
                    level.finish(one.request(), now);
                    break;
                }
            }
        }
        assertThat(level.state(quiet.request())).isEqualTo(Waiting.State.RUNNING);
    }

    @Test
    void wideRequestRunsAloneAndGivesItsSeatsBack() {
        Level level = level(3, 4, 2, 10);
        Ticket narrow = level.arrive(1, 1, 0);
        Ticket wide = level.arrive(2, 10, 0);
        assertThat(wide.arrival()).isEqualTo(Arrival.WAITS);
        level.finish(narrow.request(), SECOND);
        assertThat(level.state(wide.request())).isEqualTo(Waiting.State.RUNNING);
        assertThat(level.arrive(3, 1, SECOND).arrival()).isEqualTo(Arrival.WAITS);
        level.finish(wide.request(), 2 * SECOND);
        assertThat(level.standing().seatsRunning()).isEqualTo(1);
    }

    @Test
    void whoeverGivesUpLeavesTheQueue() {
        Level level = level(1, 1, 1, 10);
        Ticket running = level.arrive(1, 1, 0);
        Ticket waiting = level.arrive(1, 1, 0);
        assertThat(level.giveUp(waiting.request(), Waiting.State.TIMED_OUT, SECOND)).isTrue();
        level.finish(running.request(), SECOND);
        assertThat(level.state(waiting.request())).isEqualTo(Waiting.State.TIMED_OUT);
        assertThat(level.giveUp(waiting.request(), Waiting.State.GONE, SECOND)).isFalse();
        Level.Standing standing = level.standing();
        assertThat(standing.running()).isZero();
        assertThat(standing.waiting()).isZero();
        assertThat(standing.activeQueues()).isZero();
    }

    @Test
    void handsHaveNoQueueTwice() {
        for (long flow = 0; flow < 1_000; flow++) {
            int[] hand = ShuffleSharding.hand(flow * 0x9e3779b97f4a7c15L, 16, 8);
            assertThat(java.util.Arrays.stream(hand).distinct().count()).isEqualTo(8);
            assertThat(java.util.Arrays.stream(hand).allMatch(queue -> queue >= 0 && queue < 16))
                    .isTrue();
        }
    }

    @Test
    void idleSeatsGoToWhoWantsThem() {
        double[] seats =
                SeatAllocation.share(
                        100,
                        List.of(
                                new SeatAllocation.Want(10, 10, Double.MAX_VALUE),
                                new SeatAllocation.Want(40, 90, Double.MAX_VALUE),
                                new SeatAllocation.Want(5, 5, 8)));
        assertThat(seats[0] + seats[1] + seats[2])
                .isCloseTo(100, org.assertj.core.data.Offset.offset(0.01));
        assertThat(seats[1]).isGreaterThan(80);
        assertThat(seats[2]).isLessThanOrEqualTo(8);
    }
}
