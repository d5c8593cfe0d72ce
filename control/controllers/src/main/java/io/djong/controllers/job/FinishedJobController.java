package io.djong.controllers.job;

import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobCondition;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;

/// Removes Jobs whose `ttlSecondsAfterFinished` is over.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/ Automatic Cleanup for Finished Jobs
public final class FinishedJobController implements Reconciler<ObjectKey> {

    public static final String NAME = "ttl-after-finished-controller";

    private static final int WORKERS = 5;

    private final Lister<Job> jobs;
    private final Client client;
    private final Clock clock;

    private FinishedJobController(Lister<Job> jobs, Client client, Clock clock) {
        this.jobs = jobs;
        this.client = client;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new FinishedJobController(
                        parts.informers().of(Job.KIND), builder.client(), parts.clock());
        return builder.build(reconciler, Watches.of(Job.KIND), WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Job job = jobs.find(key).orElse(null);
        Duration left = job == null || job.isDeleting() ? null : untilExpiry(job, clock.now());
        if (job == null || left == null) {
            return Outcome.settled();
        }
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        client.deleteIfThere(Job.KIND, key, new DeleteOptions(-1, "Foreground", job.uid(), ""));
        return Outcome.settled();
    }

    private static @org.jspecify.annotations.Nullable Duration untilExpiry(Job job, Instant now) {
        Integer seconds = job.spec().ttlSecondsAfterFinished();
        JobCondition ending = JobConditions.ending(job);
        Instant ended = ending == null ? null : ending.lastTransitionTime();
        return seconds == null || ended == null
                ? null
                : Duration.between(now, ended.plusSeconds(seconds));
    }
}
