package io.djong.apiserver.resources.apps;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// ControllerRevisions: what a DaemonSet or StatefulSet was like.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/ ControllerRevision
final class ControllerRevisionResource implements KindRules {

    private static final FieldPath REVISION = FieldPath.of("revision");

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        if (object.integer("revision") < 0) {
            errors.invalid(
                    REVISION, object.integer("revision"), "must be greater than or equal to 0");
        }
        if (!Trees.isSet(object, "data")) {
            errors.required(FieldPath.of("data"), "data is mandatory");
        }
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validateCreate(object, errors);
        errors.immutable(FieldPath.of("data"), object.value("data"), before.value("data"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME, Column.string("Controller"), Column.string("Revision"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                Trees.name(object),
                controller(object.fields("metadata")),
                object.integer("revision"),
                Ages.age(object, now));
    }

    private static String controller(Fields metadata) {
        for (Fields owner : Trees.objects(metadata, "ownerReferences")) {
            if (owner.bool("controller")) {
                String group = GroupVersion.parse(owner.string("apiVersion")).group();
                String kind = owner.string("kind").toLowerCase(Locale.ROOT);
                return (group.isEmpty() ? kind : kind + "." + group) + "/" + owner.string("name");
            }
        }
        return "<none>";
    }
}
