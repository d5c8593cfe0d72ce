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

/// @spec https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attachment-v1/ VolumeAttachment
final class VolumeAttachmentResource implements KindRules {

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        VolumeAttachmentValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        VolumeAttachmentValidation.validateUpdate(object, before, errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        VolumeAttachmentValidation.status(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                new Column("Attacher", "string", "name", 0),
                Column.string("PV"),
                Column.string("Node"),
                Column.bool("Attached"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        return List.of(
                Trees.name(object),
                spec.string("attacher"),
                spec.fields("source").string("persistentVolumeName"),
                spec.string("nodeName"),
                object.fields("status").bool("attached"),
                Ages.age(object, now));
    }
}
