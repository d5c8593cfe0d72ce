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

/// @spec https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/ Volume Attributes Classes
final class VolumeAttributesClassResource implements KindRules {

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        VolumeAttributesClassValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        VolumeAttributesClassValidation.validateUpdate(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("DriverName"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(Trees.name(object), object.string("driverName"), Ages.age(object, now));
    }
}
