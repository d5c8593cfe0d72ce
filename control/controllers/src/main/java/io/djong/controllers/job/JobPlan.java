package io.djong.controllers.job;

import io.djong.api.Pods;
import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobCondition;
import io.djong.api.batch.v1.JobStatus;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.controllers.support.PodRank;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All rules of a Job: a function of what was observed. Confined to one call of [#of].
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/ Jobs
final class JobPlan {

    /// Bounds the pods made or removed in one pass, so that one object cannot flood the server.
    static final int BURST = 500;

    sealed interface Step {

        /// @param index the completion index, or -1 for none
        record CreatePod(int index) implements Step {}

        record DeletePod(Pod pod) implements Step {}

        /// Takes the tracking finalizer off.
        record Release(Pod pod) implements Step {}

        record Report(JobStatus status) implements Step {}

        record Tell(String type, String reason, String message) implements Step {}

        /// Looks again later.
        record Wait(Duration pause) implements Step {}
    }

    /// A reason and a message for the end of a Job.
    private record Verdict(String reason, String message) {}

    private final Job job;
    private final JobTally tally;
    private final Duration backoff;
    private final Instant now;
    private final List<Pod> active;
    private final List<Pod> terminating;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> news = new ArrayList<>();
    private List<JobCondition> conditions;
    private @Nullable Instant startTime;

    private JobPlan(Job job, List<Pod> pods, JobTally tally, Duration backoff, Instant now) {
        this.job = job;
        this.tally = tally;
        this.backoff = backoff;
        this.now = now;
        this.active = pods.stream().filter(Pods::isActive).toList();
        this.terminating =
                pods.stream().filter(pod -> pod.isDeleting() && !Pods.isTerminal(pod)).toList();
        this.conditions = job.status().conditions();
        this.startTime = job.status().startTime();
    }

    static List<Step> of(Job job, List<Pod> pods, JobTally tally, Duration backoff, Instant now) {
        JobPlan plan = new JobPlan(job, pods, tally, backoff, now);
        plan.make();
        return plan.steps;
    }

    private void make() {
        if (JobConditions.isFinished(job)) {
            tally.releasable().forEach(pod -> steps.add(new Step.Release(pod)));
            return;
        }
        suspendOrResume();
        Verdict failure = failure();
        Verdict success = failure == null ? success() : null;
        int running = active.size();
        Instant completionTime = null;
        if (failure != null) {
            running = end(JobConditions.FAILURE_TARGET, JobConditions.FAILED, failure);
        } else if (success != null) {
            running = end(JobConditions.SUCCESS_MET, JobConditions.COMPLETE, success);
            completionTime = hasEnded(JobConditions.COMPLETE) ? now : null;
        } else if (isSuspended()) {
            withdraw(active);
            running = 0;
        } else {
            running = adjust();
        }
        JobStatus status = status(running);
        status = completionTime == null ? status : status.withCompletionTime(completionTime);
        if (!status.equals(job.status())) {
            steps.add(new Step.Report(status));
        }
        tally.releasable().forEach(pod -> steps.add(new Step.Release(pod)));
        steps.addAll(news);
    }

    private boolean isSuspended() {
        return Boolean.TRUE.equals(job.spec().suspend());
    }

    private void suspendOrResume() {
        boolean wasSuspended = JobConditions.holding(job, JobConditions.SUSPENDED) != null;
        if (isSuspended() && !wasSuspended) {
            conditions =
                    JobConditions.with(
                            conditions,
                            JobConditions.SUSPENDED,
                            "True",
                            "JobSuspended",
                            "Job suspended",
                            now);
            news.add(new Step.Tell("Normal", "Suspended", "Job suspended"));
        } else if (!isSuspended() && wasSuspended) {
            conditions =
                    JobConditions.with(
                            conditions,
                            JobConditions.SUSPENDED,
                            "False",
                            "JobResumed",
                            "Job resumed",
                            now);
            news.add(new Step.Tell("Normal", "Resumed", "Job resumed"));
            startTime = now;
        }
        if (!isSuspended() && startTime == null) {
            startTime = now;
        }
    }

    private @Nullable Verdict failure() {
        JobCondition target = JobConditions.holding(job, JobConditions.FAILURE_TARGET);
        if (target != null) {
            return new Verdict(target.reason(), target.message());
        }
        String fatal = tally.fatal();
        if (fatal != null) {
            return new Verdict("PodFailurePolicy", fatal);
        }
        if (tally.failed() > backoffLimit() || hasRestartedTooOften()) {
            return new Verdict(
                    "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        Long deadline = job.spec().activeDeadlineSeconds();
        if (deadline != null && startTime != null && !isSuspended()) {
            Duration left = Duration.between(now, startTime.plusSeconds(deadline));
            if (!left.isPositive()) {
                return new Verdict(
                        "DeadlineExceeded", "Job was active longer than specified deadline");
            }
            news.add(new Step.Wait(left));
        }
        return null;
    }

    private int backoffLimit() {
        Integer limit = job.spec().backoffLimit();
        return limit == null ? 6 : limit;
    }

    /// With `restartPolicy: OnFailure` it is restarts that count.
    private boolean hasRestartedTooOften() {
        if (!job.spec().template().spec().restartPolicy().equals("OnFailure")) {
            return false;
        }
        int restarts = 0;
        for (Pod pod : active) {
            for (ContainerStatus status : pod.status().initContainerStatuses()) {
                restarts += status.restartCount();
            }
            for (ContainerStatus status : pod.status().containerStatuses()) {
                restarts += status.restartCount();
            }
        }
        return backoffLimit() == 0 ? restarts > 0 : restarts >= backoffLimit();
    }

    private @Nullable Verdict success() {
        JobCondition met = JobConditions.holding(job, JobConditions.SUCCESS_MET);
        if (met != null) {
            return new Verdict(met.reason(), met.message());
        }
        Integer completions = job.spec().completions();
        boolean reached =
                completions == null
                        ? tally.succeeded() > 0 && active.isEmpty() && terminating.isEmpty()
                        : tally.succeeded() >= completions && !isSuspended();
        return reached
                ? new Verdict("CompletionsReached", "Reached expected number of succeeded pods")
                : null;
    }

    /// Ends what still runs; the Job has ended once nothing does and all is counted.
    private int end(String target, String last, Verdict verdict) {
        conditions =
                JobConditions.with(
                        conditions, target, "True", verdict.reason, verdict.message, now);
        delete(active);
        if (active.isEmpty() && terminating.isEmpty() && tally.isSettled()) {
            conditions =
                    JobConditions.with(
                            conditions, last, "True", verdict.reason, verdict.message, now);
            news.add(
                    last.equals(JobConditions.FAILED)
                            ? new Step.Tell("Warning", verdict.reason, verdict.message)
                            : new Step.Tell("Normal", "Completed", "Job completed"));
        }
        return 0;
    }

    private boolean hasEnded(String last) {
        return conditions.stream().anyMatch(condition -> condition.type().equals(last));
    }

    private void delete(List<Pod> pods) {
        pods.stream().limit(BURST).forEach(pod -> steps.add(new Step.DeletePod(pod)));
    }

    /// Deletes pods that must not count as failed: they lose the finalizer first.
    private void withdraw(List<Pod> pods) {
        for (Pod pod : pods.stream().limit(BURST).toList()) {
            if (JobTally.isTracked(pod)) {
                steps.add(new Step.Release(pod));
            }
            steps.add(new Step.DeletePod(pod));
        }
    }

    /// Makes or removes pods; answers how many run then.
    private int adjust() {
        int wanted = wanted();
        List<Pod> surplus = surplus(wanted);
        withdraw(surplus);
        int running = active.size() - surplus.size();
        boolean onlyFailed = "Failed".equals(job.spec().podReplacementPolicy());
        int missing = Math.min(BURST, wanted - running - (onlyFailed ? terminating.size() : 0));
        if (!surplus.isEmpty() || missing <= 0) {
            return running;
        }
        if (backoff.isPositive()) {
            news.add(new Step.Wait(backoff));
            return running;
        }
        List<Integer> indexes = newIndexes(missing);
        indexes.forEach(index -> steps.add(new Step.CreatePod(index)));
        return running + indexes.size();
    }

    private int wanted() {
        int parallelism = job.spec().parallelism() == null ? 1 : job.spec().parallelism();
        Integer completions = job.spec().completions();
        if (completions == null) {
            return tally.succeeded() > 0 ? active.size() : parallelism;
        }
        return Math.clamp(completions - tally.succeeded(), 0, parallelism);
    }

    private List<Pod> surplus(int wanted) {
        Comparator<Pod> cheapest = PodRank.cheapestFirst(active, now);
        List<Pod> surplus = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        if (JobTally.isIndexed(job)) {
            for (Pod pod : active.stream().sorted(cheapest.reversed()).toList()) {
                int index = Indexes.of(pod);
                boolean isValid =
                        index >= 0 && index < completions() && !tally.completed().contains(index);
                if (!isValid || !used.add(index)) {
                    surplus.add(pod);
                }
            }
        }
        active.stream()
                .filter(pod -> !surplus.contains(pod))
                .sorted(cheapest)
                .limit(Math.max(0, active.size() - surplus.size() - wanted))
                .toList()
                .forEach(surplus::add);
        return surplus;
    }

    private int completions() {
        Integer completions = job.spec().completions();
        return completions == null ? Integer.MAX_VALUE : completions;
    }

    private List<Integer> newIndexes(int count) {
        List<Integer> indexes = new ArrayList<>();
        if (!JobTally.isIndexed(job)) {
            for (int i = 0; i < count; i++) {
                indexes.add(-1);
            }
            return indexes;
        }
        Set<Integer> taken = new HashSet<>(tally.completed());
        active.forEach(pod -> taken.add(Indexes.of(pod)));
        if ("Failed".equals(job.spec().podReplacementPolicy())) {
            terminating.forEach(pod -> taken.add(Indexes.of(pod)));
        }
        for (int index = 0; index < completions() && indexes.size() < count; index++) {
            if (!taken.contains(index)) {
                indexes.add(index);
            }
        }
        return indexes;
    }

    private JobStatus status(int running) {
        boolean ended = hasEnded(JobConditions.FAILED) || hasEnded(JobConditions.COMPLETE);
        JobStatus status =
                job.status()
                        .withConditions(conditions)
                        .withActive(running)
                        .withReady(ended ? 0 : (int) active.stream().filter(Pods::isReady).count())
                        .withTerminating(terminating.size())
                        .withSucceeded(tally.settledSucceeded())
                        .withFailed(tally.settledFailed())
                        .withUncountedTerminatedPods(tally.uncounted());
        status = startTime == null ? status : status.withStartTime(startTime);
        return JobTally.isIndexed(job) && !tally.completed().isEmpty()
                ? status.withCompletedIndexes(Indexes.text(tally.completed()))
                : status;
    }
}
