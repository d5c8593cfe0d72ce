package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-node-v1/ CSINode
final class CsiNodeResource implements KindRules {

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        CsiNodeValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        CsiNodeValidation.validateUpdate(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.integer("Drivers"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                Trees.name(object),
                (long) object.fields("spec").list("drivers").size(),
                Ages.age(object, now));
    }
}
