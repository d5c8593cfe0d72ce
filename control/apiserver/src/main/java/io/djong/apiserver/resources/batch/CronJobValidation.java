package io.djong.apiserver.resources.batch;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.WorkloadValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a CronJob must be like.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ CronJob
final class CronJobValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");

    /// A job's name adds eleven characters.
    private static final int NAME_MAX = 52;

    private CronJobValidation() {}

    static void validateCreate(Fields object, FieldErrors errors) {
        validate(object, null, errors);
        if (Trees.name(object).length() > NAME_MAX) {
            errors.invalid(
                    FieldPath.of("metadata", "name"),
                    Trees.name(object),
                    "must be no more than 52 characters");
        }
    }

    static void validate(Fields object, @Nullable Fields before, FieldErrors errors) {
        Fields spec = object.fields("spec");
        String schedule = spec.string("schedule");
        if (schedule.isEmpty()) {
            errors.required(SPEC.child("schedule"), "");
        } else {
            schedule(schedule, Trees.isSet(spec, "timeZone"), before, errors);
        }
        WorkloadValidation.counts(spec, SPEC, errors, "startingDeadlineSeconds");
        zone(spec.stringOrNull("timeZone"), errors);
        Checks.oneOf(
                spec.string("concurrencyPolicy"),
                List.of("Allow", "Forbid", "Replace"),
                SPEC.child("concurrencyPolicy"),
                errors);
        Fields job = spec.fields("jobTemplate").fields("spec");
        FieldPath at = SPEC.child("jobTemplate", "spec");
        JobValidation.validateSpec(job, at, errors);
        if (Trees.isSet(job, "selector")) {
            errors.invalid(
                    at.child("selector"),
                    job.value("selector"),
                    "`selector` will be auto-generated");
        }
        if (job.bool("manualSelector")) {
            errors.notSupported(at.child("manualSelector"), true, "nil", "false");
        }
        WorkloadValidation.counts(
                spec, SPEC, errors, "successfulJobsHistoryLimit", "failedJobsHistoryLimit");
    }

    private static void schedule(
            String schedule, boolean zoned, @Nullable Fields before, FieldErrors errors) {
        FieldPath at = SPEC.child("schedule");
        String wrong = CronSchedules.check(schedule);
        if (!wrong.isEmpty()) {
            errors.invalid(at, schedule, wrong);
        }
        if (!schedule.contains("TZ")) {
            return;
        }
        if (zoned) {
            errors.invalid(
                    at, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        } else if (before == null || !before.fields("spec").string("schedule").contains("TZ")) {
            errors.invalid(
                    at,
                    schedule,
                    "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
    }

    private static void zone(@Nullable String zone, FieldErrors errors) {
        if (zone == null) {
            return;
        }
        FieldPath at = SPEC.child("timeZone");
        if (zone.isEmpty()) {
            errors.invalid(at, zone, "timeZone must be nil or non-empty string");
        } else if (zone.equalsIgnoreCase("Local")) {
            errors.invalid(
                    at,
                    zone,
                    "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        } else {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException unknown) {
                errors.invalid(at, zone, "unknown time zone " + zone);
            }
        }
    }
}
