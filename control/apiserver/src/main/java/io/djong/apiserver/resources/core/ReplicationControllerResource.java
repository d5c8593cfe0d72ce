package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.ReplicationController;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.ScalePaths;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// ReplicationControllers, which ReplicaSets have followed.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/ ReplicationController
final class ReplicationControllerResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        Fields labels =
                object.fields("spec").fields("template").fields("metadata").fields("labels");
        Fields controller = object;
        if (!labels.isEmpty()) {
            if (object.fields("spec").fields("selector").isEmpty()) {
                controller = controller.withAt(labels, "spec", "selector");
            }
            if (object.fields("metadata").fields("labels").isEmpty()) {
                controller = controller.withAt(labels, "metadata", "labels");
            }
        }
        return always(
                controller,
                "spec",
                spec -> within(orElse(spec, "replicas", 1L), "template", PodDefaults::template));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ReplicationControllerValidation.validate(object, errors);
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
        ReplicationController controller = new ReplicationController(object);
        PodSpec pods = new PodSpec(object.fields("spec").fields("template").fields("spec"));
        return List.of(
                controller.name(),
                object.fields("spec").integer("replicas"),
                object.fields("status").integer("replicas"),
                object.fields("status").integer("readyReplicas"),
                Ages.age(object, now),
                PodTemplateCells.names(pods),
                PodTemplateCells.images(pods),
                PodTemplateCells.labels(controller.spec().selector()));
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of(
                "status.replicas",
                object -> Long.toString(object.fields("status").integer("replicas")));
    }

    @Override
    public ScalePaths scale() {
        return new ScalePaths(
                List.of("spec", "replicas"),
                List.of("status", "replicas"),
                List.of("spec", "selector"),
                true);
    }
}
