package io.djong.apiserver.resources.apps;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.api.apps.v1.DaemonSet;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.core.PodDefaults;
import io.djong.apiserver.resources.core.PodTemplateCells;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DaemonSets.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ DaemonSet
final class DaemonSetResource implements KindRules {

    /// Counts templates for clients of `extensions/v1beta1`, and is still kept.
    private static final String GENERATION = "deprecated.daemonset.template.generation";

    @Override
    public Fields defaults(Fields object) {
        Fields annotated =
                object.fields("metadata").fields("annotations").has(GENERATION)
                        ? object
                        : object.withAt("0", "metadata", "annotations", GENERATION);
        return always(annotated, "spec", DaemonSetResource::spec);
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        return object.withAt("1", "metadata", "annotations", GENERATION);
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        String was = before.fields("metadata").fields("annotations").string(GENERATION);
        boolean same =
                object.fields("spec")
                        .fields("template")
                        .equals(before.fields("spec").fields("template"));
        String is =
                same || !was.matches("[0-9]{1,18}") ? was : Long.toString(Long.parseLong(was) + 1);
        return is.isEmpty() ? object : object.withAt(is, "metadata", "annotations", GENERATION);
    }

    private static Fields spec(Fields given) {
        Fields spec = always(given, "template", PodDefaults::template);
        spec = always(spec, "updateStrategy", DaemonSetResource::strategy);
        return orElse(spec, "revisionHistoryLimit", 10L);
    }

    private static Fields strategy(Fields given) {
        Fields strategy = orElse(given, "type", "RollingUpdate");
        return strategy.string("type").equals("RollingUpdate")
                ? always(
                        strategy,
                        "rollingUpdate",
                        rolling -> orElse(orElse(rolling, "maxUnavailable", 1L), "maxSurge", 0L))
                : strategy;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        DaemonSetValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        errors.immutable(
                FieldPath.of("spec", "selector"),
                object.fields("spec").value("selector"),
                before.fields("spec").value("selector"));
        DaemonSetValidation.validate(object, errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        StatusCounts.validateDaemonSet(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.integer("Desired"),
                Column.integer("Current"),
                Column.integer("Ready"),
                Column.integer("Up-to-date"),
                Column.integer("Available"),
                Column.string("Node Selector"),
                Column.AGE,
                Column.string("Containers").wide(),
                Column.string("Images").wide(),
                Column.string("Selector").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        DaemonSet set = new DaemonSet(object);
        var status = set.status();
        var template = set.spec().template().spec();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(set.name());
        cells.add((long) status.desiredNumberScheduled());
        cells.add((long) status.currentNumberScheduled());
        cells.add((long) status.numberReady());
        cells.add((long) status.updatedNumberScheduled());
        cells.add((long) status.numberAvailable());
        cells.add(PodTemplateCells.labels(template.nodeSelector()));
        cells.add(Ages.age(object, now));
        cells.add(PodTemplateCells.names(template));
        cells.add(PodTemplateCells.images(template));
        cells.add(PodTemplateCells.selector(set.spec().selector()));
        return cells;
    }
}
