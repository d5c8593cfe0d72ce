package io.djong.controllers.job;

import io.djong.api.batch.v1.CronJob;
import io.djong.api.batch.v1.CronJobStatus;
import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobCondition;
import io.djong.api.core.v1.ObjectReference;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.EventRecorder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All rules of a CronJob: a function of what was observed. Confined to one call of [#of].
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ CronJob
final class CronPlan {

    private static final String SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    /// Beyond this many missed starts users are warned, as upstream.
    private static final int MISSED_MAX = 100;

    /// Starts missed longer ago than this are not looked for.
    private static final Duration LOOK_BACK = Duration.ofDays(366);

    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

    sealed interface Step {
        record Start(Job job) implements Step {}

        record Stop(Job job) implements Step {}

        record Forget(Job job) implements Step {}

        record Report(CronJobStatus status) implements Step {}

        record Tell(String type, String reason, String message) implements Step {}

        /// Looks again when the next start is due.
        record Wait(Duration pause) implements Step {}
    }

    private final CronJob cron;
    private final List<Job> jobs;
    private final Instant now;
    private final List<Step> steps = new ArrayList<>();
    private List<ObjectReference> active;
    private @Nullable Instant lastSuccess;
    private @Nullable Instant lastSchedule;

    private CronPlan(CronJob cron, List<Job> jobs, Instant now) {
        this.cron = cron;
        this.jobs = jobs;
        this.now = now;
        this.active = new ArrayList<>(cron.status().active());
        this.lastSuccess = cron.status().lastSuccessfulTime();
        this.lastSchedule = cron.status().lastScheduleTime();
    }

    static List<Step> of(CronJob cron, List<Job> jobs, Instant now) {
        CronPlan plan = new CronPlan(cron, jobs, now);
        plan.review();
        if (!cron.isDeleting() && !Boolean.TRUE.equals(cron.spec().suspend())) {
            plan.schedule();
        }
        plan.forget();
        plan.report();
        return plan.steps;
    }

    /// Brings the list of active Jobs in step with the Jobs that there are.
    private void review() {
        for (Job job : jobs) {
            boolean listed = active.stream().anyMatch(one -> one.uid().equals(job.uid()));
            JobCondition ending = JobConditions.ending(job);
            if (!listed && ending == null) {
                warn(
                        "UnexpectedJob",
                        "Saw a job that the controller did not create or forgot: " + job.name());
            } else if (listed && ending != null) {
                active.removeIf(one -> one.uid().equals(job.uid()));
                tell(
                        "SawCompletedJob",
                        "Saw completed job: " + job.name() + ", condition: " + ending.type());
            }
            Instant completed = job.status().completionTime();
            if (ending != null
                    && ending.type().equals(JobConditions.COMPLETE)
                    && completed != null
                    && (lastSuccess == null || completed.isAfter(lastSuccess))) {
                lastSuccess = completed;
            }
        }
        for (ObjectReference one : List.copyOf(active)) {
            if (jobs.stream().noneMatch(job -> job.uid().equals(one.uid()))) {
                active.remove(one);
                tell("MissingJob", "Active job went missing: " + one.name());
            }
        }
    }

    private void schedule() {
        CronSchedule schedule;
        ZoneId zone;
        try {
            schedule = CronSchedule.parse(cron.spec().schedule());
        } catch (IllegalArgumentException wrong) {
            warn(
                    "UnparseableSchedule",
                    "unparseable schedule: \""
                            + cron.spec().schedule()
                            + "\" : "
                            + wrong.getMessage());
            return;
        }
        String name = Objects.requireNonNullElse(cron.spec().timeZone(), "");
        try {
            zone = name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException wrong) {
            warn(
                    "UnknownTimeZone",
                    "invalid timeZone: \"" + name + "\": unknown time zone " + name);
            return;
        }
        Instant due = due(schedule, zone);
        if (due != null) {
            start(due, zone);
        }
        Instant next = schedule.next(now, zone);
        if (next != null) {
            steps.add(new Step.Wait(Duration.between(now, next)));
        }
    }

    /// The newest start that was due and not made yet, or null.
    private @Nullable Instant due(CronSchedule schedule, ZoneId zone) {
        Instant created = cron.metadata().creationTimestamp();
        Instant from = lastSchedule != null ? lastSchedule : created == null ? now : created;
        Long deadline = cron.spec().startingDeadlineSeconds();
        from = later(from, deadline == null ? Instant.MIN : now.minusSeconds(deadline));
        from = later(from, now.minus(LOOK_BACK));
        Instant due = null;
        int missed = 0;
        for (Instant next = schedule.next(from, zone);
                next != null && !next.isAfter(now);
                next = schedule.next(next, zone)) {
            due = next;
            missed++;
        }
        if (missed > MISSED_MAX) {
            warn(
                    "TooManyMissedTimes",
                    "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
        }
        return due;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void start(Instant due, ZoneId zone) {
        Long deadline = cron.spec().startingDeadlineSeconds();
        if (deadline != null && due.plusSeconds(deadline).isBefore(now)) {
            warn(
                    "MissSchedule",
                    "Missed scheduled time to start a job: " + RFC_1123.format(due.atZone(zone)));
            return;
        }
        Job job = job(due, zone);
        if (active.stream().anyMatch(one -> one.name().equals(job.name()))) {
            return;
        }
        String policy = cron.spec().concurrencyPolicy();
        if (policy.equals("Forbid") && !active.isEmpty()) {
            tell(
                    "JobAlreadyActive",
                    "Not starting job because prior execution is running and concurrency policy is Forbid");
            return;
        }
        if (policy.equals("Replace")) {
            jobs.stream()
                    .filter(old -> active.stream().anyMatch(one -> one.uid().equals(old.uid())))
                    .forEach(old -> steps.add(new Step.Stop(old)));
            active.clear();
        }
        lastSchedule = due;
        steps.add(new Step.Start(job));
    }

    /// The Job of a start; its name is made of the minute, so that one start makes one Job.
    private Job job(Instant due, ZoneId zone) {
        ObjectMeta template = cron.spec().jobTemplate().metadata();
        Map<String, String> annotations = new LinkedHashMap<>(template.annotations());
        annotations.put(
                SCHEDULED_AT, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(due.atZone(zone)));
        ObjectMeta metadata =
                ObjectMeta.EMPTY
                        .withName(cron.name() + "-" + due.getEpochSecond() / 60)
                        .withNamespace(cron.namespace())
                        .withLabels(template.labels())
                        .withAnnotations(annotations)
                        .withOwnerReferences(List.of(cron.asController()));
        return Job.KIND.empty().withMetadata(metadata).withSpec(cron.spec().jobTemplate().spec());
    }

    /// Removes the oldest ended Jobs beyond the limits.
    private void forget() {
        forget(JobConditions.COMPLETE, cron.spec().successfulJobsHistoryLimit());
        forget(JobConditions.FAILED, cron.spec().failedJobsHistoryLimit());
    }

    private void forget(String ending, @Nullable Integer limit) {
        if (limit == null) {
            return;
        }
        List<Job> ended =
                jobs.stream()
                        .filter(job -> JobConditions.holding(job, ending) != null)
                        .sorted(Comparator.comparing(CronPlan::started).thenComparing(Job::name))
                        .toList();
        ended.stream()
                .limit(Math.max(0, ended.size() - limit))
                .forEach(job -> steps.add(new Step.Forget(job)));
    }

    private static Instant started(Job job) {
        Instant started = job.status().startTime();
        return started == null ? Instant.MAX : started;
    }

    private void report() {
        CronJobStatus status =
                cron.status()
                        .withActive(active)
                        .withLastScheduleTime(lastSchedule)
                        .withLastSuccessfulTime(lastSuccess);
        if (!status.equals(cron.status())) {
            steps.add(new Step.Report(status));
        }
    }

    private void tell(String reason, String message) {
        steps.add(new Step.Tell(EventRecorder.NORMAL, reason, message));
    }

    private void warn(String reason, String message) {
        steps.add(new Step.Tell(EventRecorder.WARNING, reason, message));
    }
}
