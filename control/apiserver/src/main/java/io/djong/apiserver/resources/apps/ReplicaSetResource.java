package io.djong.apiserver.resources.apps;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.api.apps.v1.ReplicaSet;
import io.djong.apiserver.resources.KindRules;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// ReplicaSets.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ ReplicaSet
final class ReplicaSetResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return always(
                object,
                "spec",
                spec -> always(orElse(spec, "replicas", 1L), "template", PodDefaults::template));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ReplicaSetValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        ReplicaSetValidation.validate(object, errors);
        errors.immutable(
                FieldPath.of("spec", "selector"),
                object.fields("spec").value("selector"),
                before.fields("spec").value("selector"));
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        StatusCounts.validateReplicaSet(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.integer("Desired"),
                Column.integer("Current"),
                Column.integer("Ready"),
                Column.AGE,
                Column.string("Containers").wide(),
                Column.string("Images").wide(),
                Column.string("Selector").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        ReplicaSet set = new ReplicaSet(object);
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(set.name());
        cells.add((long) Objects.requireNonNullElse(set.spec().replicas(), 0));
        cells.add((long) set.status().replicas());
        cells.add((long) set.status().readyReplicas());
        cells.add(Ages.age(object, now));
        cells.add(PodTemplateCells.names(set.spec().template().spec()));
        cells.add(PodTemplateCells.images(set.spec().template().spec()));
        cells.add(PodTemplateCells.selector(set.spec().selector()));
        return cells;
    }
}
