package io.djong.apiserver.resources.batch;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.api.batch.v1.CronJob;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.core.PodTemplateCells;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// CronJobs.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ CronJob
final class CronJobResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", CronJobResource::spec);
    }

    private static Fields spec(Fields given) {
        Fields spec = orElse(given, "concurrencyPolicy", "Allow");
        spec = orElse(spec, "suspend", false);
        spec =
                always(
                        spec,
                        "jobTemplate",
                        template -> always(template, "spec", JobResource::templateSpec));
        spec = orElse(spec, "successfulJobsHistoryLimit", 3L);
        return orElse(spec, "failedJobsHistoryLimit", 1L);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        CronJobValidation.validateCreate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        CronJobValidation.validate(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Schedule"),
                Column.string("Timezone"),
                Column.bool("Suspend"),
                Column.integer("Active"),
                Column.string("Last Schedule"),
                Column.AGE,
                Column.string("Containers").wide(),
                Column.string("Images").wide(),
                Column.string("Selector").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        CronJob job = new CronJob(object);
        Instant last = job.status().lastScheduleTime();
        var template = job.spec().jobTemplate().spec();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(job.name());
        cells.add(job.spec().schedule());
        cells.add(Objects.requireNonNullElse(job.spec().timeZone(), "<none>"));
        cells.add(Boolean.TRUE.equals(job.spec().suspend()) ? "True" : "False");
        cells.add((long) job.status().active().size());
        cells.add(last == null ? "<none>" : Ages.since(Times.seconds(last), now));
        cells.add(Ages.age(object, now));
        cells.add(PodTemplateCells.names(template.template().spec()));
        cells.add(PodTemplateCells.images(template.template().spec()));
        cells.add(PodTemplateCells.selector(template.selector()));
        return cells;
    }
}
