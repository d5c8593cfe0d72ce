package io.djong.client;

import io.djong.api.coordination.v1.Lease;
import io.djong.api.coordination.v1.LeaseSpec;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Holds a Lease, so that of several processes only one does the work.
///
/// Confined to the thread of [#run]; [#isLeader] may be asked by any. Whether somebody else's lease has run out is measured by this
/// process's own clock since the lease last changed, because clocks of machines differ.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/leases/#leader-election Leader election
public final class LeaderElection implements Runnable {

    private static final Log LOG = Log.of(LeaderElection.class);

    private final Client client;
    private final ObjectKey lease;
    private final String identity;
    private final Terms terms;
    private final Work work;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile boolean leader;
    private @Nullable Lease seen;
    private long seenAt;

    /// How long things last; as upstream: 15 s, 10 s, 2 s.
    ///
    /// @param lease how long others wait for a silent leader
    /// @param renewal how long a leader tries to renew before it gives up
    /// @param retry the pause between tries
    public record Terms(Duration lease, Duration renewal, Duration retry) {

        public static Terms defaults() {
            return new Terms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
        }
    }

    /// What a leader does.
    public interface Work {

        /// Begins; must not block.
        void started();

        /// Ends, before anybody else can have begun.
        void stopped();
    }

    /// @param identity names this process among all candidates
    public LeaderElection(
            Client client,
            ObjectKey lease,
            String identity,
            Terms terms,
            Work work,
            Clock clock,
            RandomGenerator random) {
        this.client = client;
        this.lease = lease;
        this.identity = identity;
        this.terms = terms;
        this.work = work;
        this.clock = clock;
        this.random = random;
    }

    public boolean isLeader() {
        return leader;
    }

    /// Stands for election again and again until the thread is interrupted; then gives the lease back.
    @Override
    public void run() {
        try {
            while (true) {
                acquire();
                lead();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void acquire() throws InterruptedException {
        while (!tryToHold()) {
            clock.sleep(terms.retry.plusNanos(random.nextLong(terms.retry.toNanos())));
        }
        LOG.info("Became leader", "lease", lease, "identity", identity);
        leader = true;
        work.started();
    }

    private void lead() throws InterruptedException {
        long renewedAt = clock.nanos();
        try {
            while (clock.nanos() - renewedAt < terms.renewal.toNanos()) {
                clock.sleep(terms.retry);
                if (tryToHold()) {
                    renewedAt = clock.nanos();
                }
            }
            LOG.warn("Lost the lead", "lease", lease, "identity", identity);
        } catch (InterruptedException stopped) {
            resign();
            release();
            throw stopped;
        }
        resign();
    }

    private void resign() {
        leader = false;
        work.stopped();
    }

    private boolean tryToHold() {
        try {
            return hold();
        } catch (RuntimeException failure) {
            boolean raced =
                    failure instanceof ApiException refused
                            && (refused.is(Reason.CONFLICT) || refused.is(Reason.ALREADY_EXISTS));
            if (!raced) {
                LOG.warn("Lease could not be held", failure, "lease", lease);
            }
            return false;
        }
    }

    private boolean hold() {
        Instant now = clock.now();
        Lease known = client.find(Lease.KIND, lease).orElse(null);
        if (known == null) {
            ObjectMeta metadata =
                    ObjectMeta.EMPTY.withName(lease.name()).withNamespace(lease.namespace());
            note(
                    client.create(
                            Lease.KIND
                                    .empty()
                                    .withMetadata(metadata)
                                    .withSpec(mine(LeaseSpec.EMPTY, now))));
            return true;
        }
        if (!Objects.equals(seen, known)) {
            note(known);
        }
        boolean isMine = identity.equals(known.spec().holderIdentity());
        if (!isMine && isHeld(known)) {
            return false;
        }
        LeaseSpec spec = isMine ? known.spec().withRenewTime(now) : mine(known.spec(), now);
        note(client.update(known.withSpec(spec)));
        return true;
    }

    private void note(Lease now) {
        seen = now;
        seenAt = clock.nanos();
    }

    private boolean isHeld(Lease known) {
        String holder = known.spec().holderIdentity();
        Integer seconds = known.spec().leaseDurationSeconds();
        Duration lasts = seconds == null ? terms.lease : Duration.ofSeconds(seconds);
        return holder != null && !holder.isEmpty() && clock.nanos() - seenAt < lasts.toNanos();
    }

    private LeaseSpec mine(LeaseSpec before, Instant now) {
        Integer transitions = before.leaseTransitions();
        return before.withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) terms.lease.toSeconds())
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(
                        before.holderIdentity() == null
                                ? 0
                                : transitions == null ? 1 : transitions + 1);
    }

    /// Lets the next one begin at once.
    private void release() {
        Lease held = seen;
        if (held == null || !identity.equals(held.spec().holderIdentity())) {
            return;
        }
        try {
            client.update(
                    held.withSpec(held.spec().withHolderIdentity("").withLeaseDurationSeconds(1)));
        } catch (RuntimeException failure) {
            // It runs out by itself.
            LOG.debug("Lease not released", "lease", lease, "failure", failure);
        }
    }
}
