package io.djong.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.coordination.v1.Lease;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LeaderElectionTest {

    private static final ObjectKey LEASE = ObjectKey.of("kube-system", "controllers");

    private final MemoryApi api = new MemoryApi(Clock.system());
    private final Client client = new Client(api);
    private final List<String> story = new CopyOnWriteArrayList<>();

    private LeaderElection candidate(String name, Clock clock) {
        LeaderElection.Work work =
                new LeaderElection.Work() {
                    @Override
                    public void started() {
                        story.add(name + " started");
                    }

                    @Override
                    public void stopped() {
                        story.add(name + " stopped");
                    }
                };
        return new LeaderElection(
                client,
                LEASE,
                name,
                LeaderElection.Terms.defaults(),
                work,
                clock,
                new SplittableRandom(1));
    }

    @Test
    void onlyOneLeadsAndItHandsOver() throws InterruptedException {
        ManualTime time = new ManualTime();
        LeaderElection one = candidate("one", time);
        LeaderElection two = candidate("two", time);
        Thread first = Threads.virtual().start("one", one);
        await().until(one::isLeader);
        Thread second = Threads.virtual().start("two", two);
        await().until(() -> time.sleepers() == 2);
        for (int i = 0; i < 20; i++) {
            time.advance(Duration.ofSeconds(1));
            await().until(() -> time.sleepers() == 2);
            assertThat(two.isLeader()).isFalse();
        }

        first.interrupt();
        first.join();

        await().until(() -> {
            time.advance(Duration.ofSeconds(1));
            return two.isLeader();
        });
        second.interrupt();
        second.join();
        assertThat(story)
                .containsExactly("one started", "one stopped", "two started", "two stopped");
        assertThat(client.get(Lease.KIND, LEASE).spec().leaseTransitions()).isEqualTo(1);
    }
}
