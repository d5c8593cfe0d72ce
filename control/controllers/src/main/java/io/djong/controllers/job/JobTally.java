package io.djong.controllers.job;

import io.djong.api.Pods;
import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.UncountedTerminatedPods;
import io.djong.api.core.v1.Pod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts the ended pods of a Job, each exactly once even if this process dies in between.
///
/// A pod keeps the finalizer [#FINALIZER] until its uid is written down in `uncountedTerminatedPods`; a uid written down turns into a count
/// once its pod lost the finalizer. Confined to one pass.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-tracking-with-finalizers Job tracking with finalizers
final class JobTally {

    static final String FINALIZER = "batch.kubernetes.io/job-tracking";

    /// Bounds the uids that one status holds, as upstream.
    private static final int UNCOUNTED_MAX = 500;

    private final Job job;
    private final boolean indexed;
    private final Set<String> uncountedSucceeded;
    private final Set<String> uncountedFailed;
    private int succeeded;
    private int failed;
    private final NavigableSet<Integer> completed;
    private final List<Pod> releasable = new ArrayList<>();
    private final List<Pod> newlyFailed = new ArrayList<>();
    private final List<Pod> newlySucceeded = new ArrayList<>();
    private @Nullable String fatal;

    JobTally(Job job, List<Pod> pods) {
        this.job = job;
        this.indexed = isIndexed(job);
        UncountedTerminatedPods uncounted = job.status().uncountedTerminatedPods();
        UncountedTerminatedPods known =
                uncounted == null ? UncountedTerminatedPods.EMPTY : uncounted;
        this.uncountedSucceeded = new LinkedHashSet<>(known.succeeded());
        this.uncountedFailed = new LinkedHashSet<>(known.failed());
        this.succeeded = job.status().succeeded();
        this.failed = job.status().failed();
        this.completed = Indexes.parse(job.status().completedIndexes(), completions(job));
        settleUncounted(pods);
        pods.stream().filter(JobTally::isTracked).forEach(this::look);
    }

    static boolean isIndexed(Job job) {
        return "Indexed".equals(job.spec().completionMode());
    }

    private static int completions(Job job) {
        Integer completions = job.spec().completions();
        return completions == null ? Integer.MAX_VALUE : completions;
    }

    static boolean isTracked(Pod pod) {
        return pod.metadata().finalizers().contains(FINALIZER);
    }

    private void settleUncounted(List<Pod> pods) {
        Set<String> tracked = new HashSet<>();
        pods.stream().filter(JobTally::isTracked).forEach(pod -> tracked.add(pod.uid()));
        int before = uncountedSucceeded.size();
        uncountedSucceeded.retainAll(tracked);
        succeeded += before - uncountedSucceeded.size();
        before = uncountedFailed.size();
        uncountedFailed.retainAll(tracked);
        failed += before - uncountedFailed.size();
    }

    private void look(Pod pod) {
        if (uncountedSucceeded.contains(pod.uid()) || uncountedFailed.contains(pod.uid())) {
            releasable.add(pod);
        } else if (uncountedSucceeded.size() + uncountedFailed.size() >= UNCOUNTED_MAX) {
            return;
        } else if (pod.status().phase().equals("Succeeded")) {
            succeed(pod);
        } else if (hasFailed(pod)) {
            fail(pod);
        }
    }

    private void succeed(Pod pod) {
        newlySucceeded.add(pod);
        releasable.add(pod);
        if (!indexed) {
            uncountedSucceeded.add(pod.uid());
            return;
        }
        int index = Indexes.of(pod);
        if (index >= 0 && index < completions(job)) {
            completed.add(index);
        }
    }

    private void fail(Pod pod) {
        releasable.add(pod);
        switch (FailurePolicy.of(job, pod)) {
            case FailurePolicy.Meaning.Ignored() -> {}
            case FailurePolicy.Meaning.Counts() -> count(pod);
            case FailurePolicy.Meaning.FailsJob(String message) -> {
                count(pod);
                fatal = fatal == null ? message : fatal;
            }
        }
    }

    private void count(Pod pod) {
        newlyFailed.add(pod);
        uncountedFailed.add(pod.uid());
    }

    /// A pod on its way out has failed too, unless the Job wants to know how it ends first.
    private boolean hasFailed(Pod pod) {
        return pod.status().phase().equals("Failed")
                || (pod.isDeleting() && !"Failed".equals(job.spec().podReplacementPolicy()))
                || (pod.isDeleting() && !Pods.isScheduled(pod));
    }

    int succeeded() {
        return indexed ? completed.size() : succeeded + uncountedSucceeded.size();
    }

    int failed() {
        return failed + uncountedFailed.size();
    }

    /// Failures that are settled, for the status.
    int settledFailed() {
        return failed;
    }

    int settledSucceeded() {
        return indexed ? completed.size() : succeeded;
    }

    boolean isSettled() {
        return uncountedSucceeded.isEmpty() && uncountedFailed.isEmpty() && releasable.isEmpty();
    }

    UncountedTerminatedPods uncounted() {
        return UncountedTerminatedPods.EMPTY
                .withSucceeded(List.copyOf(uncountedSucceeded))
                .withFailed(List.copyOf(uncountedFailed));
    }

    NavigableSet<Integer> completed() {
        return completed;
    }

    /// Pods that may lose the finalizer once the status is written.
    List<Pod> releasable() {
        return releasable;
    }

    List<Pod> newlyFailed() {
        return newlyFailed;
    }

    List<Pod> newlySucceeded() {
        return newlySucceeded;
    }

    /// Why some pod makes the whole Job fail, or null.
    @Nullable String fatal() {
        return fatal;
    }
}
