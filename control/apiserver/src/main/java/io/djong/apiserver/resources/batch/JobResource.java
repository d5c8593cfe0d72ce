package io.djong.apiserver.resources.batch;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobCondition;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.core.PodDefaults;
import io.djong.apiserver.resources.core.PodTemplateCells;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Jobs. The selector is made from the job's uid unless the user selects by hand.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/ Jobs
final class JobResource implements KindRules {

    private static final List<String> UID_LABELS =
            List.of("batch.kubernetes.io/controller-uid", "controller-uid");
    private static final List<String> NAME_LABELS =
            List.of("batch.kubernetes.io/job-name", "job-name");

    @Override
    public Fields defaults(Fields object) {
        Fields labels =
                object.fields("spec").fields("template").fields("metadata").fields("labels");
        Fields job = object;
        if (!labels.isEmpty() && object.fields("metadata").fields("labels").isEmpty()) {
            job = always(job, "metadata", metadata -> metadata.with("labels", labels));
        }
        return always(job, "spec", JobResource::spec);
    }

    static Fields spec(Fields given) {
        Fields spec = given;
        if (spec.value("completions") == null && spec.value("parallelism") == null) {
            spec = spec.with("parallelism", 1L).with("completions", 1L);
        }
        spec = orElse(spec, "parallelism", 1L);
        long backoff = spec.value("backoffLimitPerIndex") == null ? 6L : Integer.MAX_VALUE;
        spec = orElse(spec, "backoffLimit", backoff);
        spec = orElse(spec, "completionMode", "NonIndexed");
        spec = orElse(spec, "suspend", false);
        String replacement =
                spec.value("podFailurePolicy") == null ? "TerminatingOrFailed" : "Failed";
        spec = orElse(spec, "podReplacementPolicy", replacement);
        return templateSpec(orElse(spec, "manualSelector", false));
    }

    /// What a job's `spec` gets that is a CronJob's template, too.
    static Fields templateSpec(Fields given) {
        Fields spec = always(given, "template", PodDefaults::template);
        return within(
                spec,
                "podFailurePolicy",
                policy -> each(policy, "rules", JobResource::failureRule));
    }

    private static Fields failureRule(Fields rule) {
        return each(rule, "onPodConditions", pattern -> filled(pattern, "status", "True"));
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        Fields spec = object.fields("spec");
        if (spec.bool("manualSelector")) {
            return object;
        }
        String uid = object.fields("metadata").string("uid");
        String name = object.fields("metadata").string("name");
        Fields labels = spec.fields("template").fields("metadata").fields("labels");
        for (String label : UID_LABELS) {
            labels = orElse(labels, label, uid);
        }
        for (String label : NAME_LABELS) {
            labels = orElse(labels, label, name);
        }
        Fields withLabels = object.withAt(labels, "spec", "template", "metadata", "labels");
        return spec.fields("selector").fields("matchLabels").has(UID_LABELS.getFirst())
                ? withLabels
                : withLabels.withAt(uid, "spec", "selector", "matchLabels", UID_LABELS.getFirst());
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        JobValidation.validateCreate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        JobValidation.validateUpdate(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Status"),
                Column.string("Completions"),
                Column.string("Duration"),
                Column.AGE,
                Column.string("Containers").wide(),
                Column.string("Images").wide(),
                Column.string("Selector").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Job job = new Job(object);
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(job.name());
        cells.add(status(job));
        cells.add(completions(job));
        cells.add(duration(job, now));
        cells.add(Ages.age(object, now));
        cells.add(PodTemplateCells.names(job.spec().template().spec()));
        cells.add(PodTemplateCells.images(job.spec().template().spec()));
        cells.add(PodTemplateCells.selector(job.spec().selector()));
        return cells;
    }

    private static String status(Job job) {
        if (has(job, "Complete")) {
            return "Complete";
        }
        if (has(job, "Failed")) {
            return "Failed";
        }
        if (job.isDeleting()) {
            return "Terminating";
        }
        if (has(job, "Suspended")) {
            return "Suspended";
        }
        if (has(job, "FailureTarget")) {
            return "FailureTarget";
        }
        return has(job, "SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static boolean has(Job job, String type) {
        for (JobCondition condition : job.status().conditions()) {
            if (condition.type().equals(type) && condition.status().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private static String completions(Job job) {
        Integer completions = job.spec().completions();
        if (completions != null) {
            return job.status().succeeded() + "/" + completions;
        }
        Integer parallelism = job.spec().parallelism();
        return parallelism != null && parallelism > 1
                ? job.status().succeeded() + "/1 of " + parallelism
                : job.status().succeeded() + "/1";
    }

    private static String duration(Job job, Instant now) {
        Instant start = job.status().startTime();
        if (start == null) {
            return "";
        }
        Instant end = job.status().completionTime();
        return Ages.human(Duration.between(start, end == null ? now : end));
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of(
                "status.successful",
                object -> Long.toString(object.fields("status").integer("succeeded")));
    }

    @Override
    public String unknownSelectableField(String field) {
        return "field label " + GoText.quote(field) + " not supported for Job";
    }

    @Override
    public @Nullable String warningOnDelete(String propagation) {
        return propagation.isEmpty()
                ? "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"
                : null;
    }
}
