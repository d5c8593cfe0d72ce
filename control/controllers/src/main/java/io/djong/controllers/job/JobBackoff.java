package io.djong.controllers.job;

import io.djong.api.core.v1.ContainerStateTerminated;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How long a Job waits before it replaces failed pods: 10 s, doubling to 10 min, since its last failure.
///
/// Kept in memory only, as upstream: a restart forgives. Any thread; one Job is dealt with by one at a time.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy Pod backoff failure policy
final class JobBackoff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<String, Failures> byUid = new ConcurrentHashMap<>();

    private record Failures(int sinceSuccess, Instant last) {}

    void note(String jobUid, JobTally tally, Instant now) {
        if (!tally.newlySucceeded().isEmpty()) {
            byUid.remove(jobUid);
        }
        for (Pod pod : tally.newlyFailed()) {
            Instant ended = endOf(pod, now);
            byUid.merge(
                    jobUid,
                    new Failures(1, ended),
                    (before, one) ->
                            new Failures(
                                    before.sinceSuccess + 1,
                                    before.last.isAfter(one.last) ? before.last : one.last));
        }
    }

    private static Instant endOf(Pod pod, Instant now) {
        Instant end = Instant.MIN;
        for (ContainerStatus status : pod.status().containerStatuses()) {
            ContainerStateTerminated ended = status.state().terminated();
            Instant at = ended == null ? null : ended.finishedAt();
            end = at != null && at.isAfter(end) ? at : end;
        }
        return end.equals(Instant.MIN) ? now : end;
    }

    Duration remaining(String jobUid, Instant now) {
        Failures failures = byUid.get(jobUid);
        if (failures == null) {
            return Duration.ZERO;
        }
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures.sinceSuccess - 1, 10));
        pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        Duration left = Duration.between(now, failures.last.plus(pause));
        return left.isNegative() ? Duration.ZERO : left;
    }

    void forget(String jobUid) {
        byUid.remove(jobUid);
    }
}
