package io.djong.apiserver.resources.apps;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.api.apps.v1.Deployment;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.core.PodDefaults;
import io.djong.apiserver.resources.core.PodTemplateCells;
import io.djong.apiserver.resources.core.PodWarnings;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Deployments.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ Deployments
final class DeploymentResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", DeploymentResource::spec);
    }

    private static Fields spec(Fields given) {
        Fields spec = orElse(given, "replicas", 1L);
        spec = always(spec, "template", PodDefaults::template);
        spec = always(spec, "strategy", DeploymentResource::strategy);
        spec = orElse(spec, "revisionHistoryLimit", 10L);
        return orElse(spec, "progressDeadlineSeconds", 600L);
    }

    private static Fields strategy(Fields given) {
        Fields strategy = orElse(given, "type", "RollingUpdate");
        return strategy.string("type").equals("RollingUpdate")
                ? always(
                        strategy,
                        "rollingUpdate",
                        rolling ->
                                orElse(orElse(rolling, "maxUnavailable", "25%"), "maxSurge", "25%"))
                : strategy;
    }

    /// Annotations count too, because they are copied to its replica sets.
    @Override
    public Fields specOf(Fields object) {
        return Fields.of(
                "spec",
                object.value("spec"),
                "annotations",
                object.fields("metadata").fields("annotations"));
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        return PodWarnings.ofNew(object, "Pod names and hostnames");
    }

    @Override
    public List<String> warningsOnUpdate(Fields object, Fields before) {
        return specOf(object).equals(specOf(before)) ? List.of() : PodWarnings.ofTemplate(object);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        DeploymentValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        DeploymentValidation.validate(object, errors);
        errors.immutable(
                FieldPath.of("spec", "selector"),
                object.fields("spec").value("selector"),
                before.fields("spec").value("selector"));
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        StatusCounts.validateDeployment(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Ready"),
                Column.string("Up-to-date"),
                Column.string("Available"),
                Column.AGE,
                Column.string("Containers").wide(),
                Column.string("Images").wide(),
                Column.string("Selector").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Deployment deployment = new Deployment(object);
        var status = deployment.status();
        int wanted = Objects.requireNonNullElse(deployment.spec().replicas(), 0);
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(deployment.name());
        cells.add(status.readyReplicas() + "/" + wanted);
        cells.add((long) status.updatedReplicas());
        cells.add((long) status.availableReplicas());
        cells.add(Ages.age(object, now));
        cells.add(PodTemplateCells.names(deployment.spec().template().spec()));
        cells.add(PodTemplateCells.images(deployment.spec().template().spec()));
        cells.add(PodTemplateCells.selector(deployment.spec().selector()));
        return cells;
    }
}
