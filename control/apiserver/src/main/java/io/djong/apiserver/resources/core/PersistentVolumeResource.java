package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PersistentVolumes.
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/ Persistent Volumes
final class PersistentVolumeResource implements KindRules {

    static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    @Override
    public Fields defaults(Fields object) {
        Fields volume = always(object, "spec", PersistentVolumeResource::spec);
        return always(volume, "status", status -> filled(status, "phase", "Pending"));
    }

    private static Fields spec(Fields given) {
        Fields spec = filled(given, "persistentVolumeReclaimPolicy", "Retain");
        spec = orElse(spec, "volumeMode", "Filesystem");
        return VolumeDefaults.source(spec);
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        Fields status =
                Fields.of(
                        "phase",
                        "Pending",
                        "lastPhaseTransitionTime",
                        Times.seconds(context.now()));
        return object.with("status", status);
    }

    @Override
    public Fields prepareForStatusUpdate(Fields object, Fields before, RequestContext context) {
        Fields status = object.fields("status");
        Fields old = before.fields("status");
        if (status.string("phase").equals(old.string("phase"))) {
            return object;
        }
        boolean stamped =
                Trees.isSet(status, "lastPhaseTransitionTime")
                        && !Objects.equals(
                                status.value("lastPhaseTransitionTime"),
                                old.value("lastPhaseTransitionTime"));
        return stamped
                ? object
                : object.withAt(Times.seconds(context.now()), "status", "lastPhaseTransitionTime");
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        PersistentVolumeValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        // Upstream checks twice, and its causes say everything twice.
        PersistentVolumeValidation.validate(object, errors);
        PersistentVolumeValidation.validate(object, errors);
        PersistentVolumeValidation.validateChange(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Capacity"),
                Column.string("Access Modes"),
                Column.string("Reclaim Policy"),
                Column.string("Status"),
                Column.string("Claim"),
                Column.string("StorageClass"),
                Column.string("VolumeAttributesClass"),
                Column.string("Reason"),
                Column.AGE,
                Column.string("VolumeMode").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        Fields status = object.fields("status");
        Fields claim = spec.fields("claimRef");
        String holder =
                claim.isEmpty() ? "" : claim.string("namespace") + "/" + claim.string("name");
        return List.of(
                Trees.name(object),
                Trees.quantity(spec.fields("capacity").value("storage")).toString(),
                VolumeCells.accessModes(Trees.texts(spec, "accessModes")),
                spec.string("persistentVolumeReclaimPolicy"),
                VolumeCells.phase(object),
                holder,
                VolumeCells.storageClass(object),
                VolumeCells.orUnset(spec.string("volumeAttributesClassName")),
                status.string("reason"),
                Ages.age(object, now),
                VolumeCells.orUnset(spec.string("volumeMode")));
    }
}
