package io.djong.controllers.job;

import io.djong.api.batch.v1.CronJob;
import io.djong.api.batch.v1.CronJobStatus;
import io.djong.api.batch.v1.Job;
import io.djong.api.core.v1.ObjectReference;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.EventRecorder;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts Jobs by the clock.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ CronJob
public final class CronJobController implements Reconciler<ObjectKey> {

    public static final String NAME = "cronjob-controller";

    private static final int WORKERS = 5;

    private final Lister<CronJob> cronJobs;
    private final Lister<Job> jobs;
    private final Client client;
    private final EventRecorder recorder;
    private final Clock clock;

    private CronJobController(
            Lister<CronJob> cronJobs,
            Lister<Job> jobs,
            Client client,
            EventRecorder recorder,
            Clock clock) {
        this.cronJobs = cronJobs;
        this.jobs = jobs;
        this.client = client;
        this.recorder = recorder;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new CronJobController(
                        parts.informers().of(CronJob.KIND),
                        parts.informers().of(Job.KIND),
                        builder.client(),
                        parts.recorder(NAME),
                        parts.clock());
        Watches watches = Watches.of(CronJob.KIND).and(Job.KIND, Watches.byController("CronJob"));
        return builder.build(reconciler, watches, WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        return cronJobs.find(key).map(this::reconcile).orElse(Outcome.settled());
    }

    private Outcome reconcile(CronJob cron) {
        List<Job> owned =
                jobs.ownedBy(cron.uid()).stream()
                        .filter(job -> {
                            OwnerReference owner = job.controller();
                            return owner != null && owner.uid().equals(cron.uid());
                        })
                        .toList();
        @Nullable Duration wait = null;
        List<ObjectReference> started = new ArrayList<>();
        for (CronPlan.Step step : CronPlan.of(cron, owned, clock.now())) {
            switch (step) {
                case CronPlan.Step.Start(Job job) -> start(cron, job, started);
                case CronPlan.Step.Stop(Job job) -> stop(cron, job, true);
                case CronPlan.Step.Forget(Job job) -> stop(cron, job, false);
                case CronPlan.Step.Report(CronJobStatus status) -> report(cron, status, started);
                case CronPlan.Step.Tell(String type, String reason, String message) ->
                        recorder.event(cron, type, reason, message);
                case CronPlan.Step.Wait(Duration pause) -> wait = pause;
            }
        }
        return wait == null ? Outcome.settled() : Outcome.again(wait);
    }

    private void start(CronJob cron, Job job, List<ObjectReference> started) {
        try {
            Job created = client.create(job);
            started.add(EventRecorder.reference(created));
            recorder.normal(cron, "SuccessfulCreate", "Created job " + created.name());
        } catch (ApiException refused) {
            if (refused.is(Reason.ALREADY_EXISTS)) {
                Job there = client.get(Job.KIND, job.key());
                OwnerReference owner = there.controller();
                if (owner != null
                        && owner.uid().equals(cron.uid())
                        && !JobConditions.isFinished(there)) {
                    started.add(EventRecorder.reference(there));
                }
                return;
            }
            if (!PodControl.isNamespaceTerminating(refused)) {
                recorder.warning(
                        cron, "FailedCreate", "Error creating job: " + refused.failure().message());
            }
            throw refused;
        }
    }

    private void stop(CronJob cron, Job job, boolean isReplaced) {
        client.deleteIfThere(Job.KIND, job.key(), DeleteOptions.BACKGROUND.only(job.uid()));
        if (isReplaced || !job.isDeleting()) {
            recorder.normal(cron, "SuccessfulDelete", "Deleted job " + job.name());
        }
    }

    private void report(CronJob cron, CronJobStatus status, List<ObjectReference> started) {
        List<ObjectReference> active = new ArrayList<>(status.active());
        active.addAll(started);
        client.patchStatus(cron, cron.withStatus(status.withActive(active)));
    }
}
