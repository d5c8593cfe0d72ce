package io.djong.controllers.job;

import io.djong.api.Selectors;
import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobStatus;
import io.djong.api.core.v1.Pod;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.EventRecorder;
import io.djong.client.Lister;
import io.djong.client.Patch;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Claims;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the pods of a Job until enough of them succeeded or too many failed.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/ Jobs
public final class JobController implements Reconciler<ObjectKey> {

    public static final String NAME = "job-controller";

    private static final int WORKERS = 5;

    /// The value of `spec.managedBy` that means this controller, as its absence does.
    private static final String MANAGER = "kubernetes.io/job-controller";

    private final Lister<Job> jobs;
    private final Lister<Pod> pods;
    private final Client client;
    private final EventRecorder recorder;
    private final PodControl podControl;
    private final Clock clock;
    private final JobBackoff backoff = new JobBackoff();

    private JobController(
            Lister<Job> jobs,
            Lister<Pod> pods,
            Client client,
            EventRecorder recorder,
            Clock clock) {
        this.jobs = jobs;
        this.pods = pods;
        this.client = client;
        this.recorder = recorder;
        this.podControl = new PodControl(client, recorder);
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new JobController(
                        parts.informers().of(Job.KIND),
                        parts.informers().of(Pod.KIND),
                        builder.client(),
                        parts.recorder(NAME),
                        parts.clock());
        Watches watches = Watches.of(Job.KIND).and(Pod.KIND, Watches.byController("Job"));
        return builder.build(reconciler, watches, WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Job job = jobs.find(key).orElse(null);
        if (job == null) {
            // What is left carries our finalizer, and nobody else would take it off.
            pods.inNamespace(key.namespace()).stream()
                    .filter(pod -> JobTally.isTracked(pod) && isOf(pod, key))
                    .forEach(this::release);
            return Outcome.settled();
        }
        String manager = job.spec().managedBy();
        return manager == null || manager.equals(MANAGER) ? reconcile(job) : Outcome.settled();
    }

    private static boolean isOf(Pod pod, ObjectKey job) {
        var owner = pod.controller();
        return owner != null && owner.kind().equals("Job") && owner.name().equals(job.name());
    }

    private Outcome reconcile(Job job) {
        List<Pod> owned =
                Claims.of(
                                job,
                                Selectors.of(job.spec().selector()),
                                pods.inNamespace(job.namespace()))
                        .settle(client, job);
        if (job.isDeleting()) {
            owned.stream().filter(JobTally::isTracked).forEach(this::release);
            return Outcome.settled();
        }
        Instant now = clock.now();
        JobTally tally = new JobTally(job, owned);
        if (JobConditions.isFinished(job)) {
            backoff.forget(job.uid());
        } else {
            backoff.note(job.uid(), tally, now);
        }
        Duration pause = backoff.remaining(job.uid(), now);
        return perform(job, JobPlan.of(job, owned, tally, pause, now));
    }

    /// What cannot be made keeps nothing else from being done: the status tells how far it got.
    private Outcome perform(Job job, List<JobPlan.Step> steps) {
        @Nullable Duration wait = null;
        ApiException failure = null;
        int unmade = 0;
        for (JobPlan.Step step : steps) {
            switch (step) {
                case JobPlan.Step.CreatePod(int index) -> {
                    ApiException refused = failure == null ? create(job, index) : failure;
                    failure = refused;
                    unmade += refused == null ? 0 : 1;
                }
                case JobPlan.Step.DeletePod(Pod pod) -> podControl.delete(pod, job);
                case JobPlan.Step.Release(Pod pod) -> release(pod);
                case JobPlan.Step.Report(JobStatus status) ->
                        client.patchStatus(
                                job, job.withStatus(status.withActive(status.active() - unmade)));
                case JobPlan.Step.Tell(String type, String reason, String message) ->
                        recorder.event(job, type, reason, message);
                case JobPlan.Step.Wait(Duration asked) ->
                        wait = wait == null || asked.compareTo(wait) < 0 ? asked : wait;
            }
        }
        if (failure != null && !PodControl.isNamespaceTerminating(failure)) {
            throw failure;
        }
        return wait == null ? Outcome.settled() : Outcome.again(wait);
    }

    private @Nullable ApiException create(Job job, int index) {
        try {
            podControl.create(JobPods.of(job, index), job);
            return null;
        } catch (ApiException refused) {
            return refused;
        }
    }

    private void release(Pod pod) {
        List<String> kept =
                pod.metadata().finalizers().stream()
                        .filter(name -> !name.equals(JobTally.FINALIZER))
                        .toList();
        Fields metadata =
                Fields.of(
                        "uid",
                        pod.uid(),
                        "resourceVersion",
                        pod.resourceVersion(),
                        "finalizers",
                        kept);
        try {
            client.patch(Pod.KIND, pod.key(), new Patch.Merge(Fields.of("metadata", metadata)));
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }
}
