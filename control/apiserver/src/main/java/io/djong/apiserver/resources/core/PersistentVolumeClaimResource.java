package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PersistentVolumeClaims.
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims Claims
final class PersistentVolumeClaimResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        Fields claim = always(object, "spec", spec -> orElse(spec, "volumeMode", "Filesystem"));
        return always(claim, "status", status -> filled(status, "phase", "Pending"));
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        Fields claim = object.with("status", Fields.of("phase", "Pending"));
        return within(claim, "spec", spec -> sources(compatible(spec)));
    }

    /// The two ways to name a data source say the same.
    static Fields sources(Fields spec) {
        Fields source = spec.fieldsOrNull("dataSource");
        Fields reference = spec.fieldsOrNull("dataSourceRef");
        if (source != null && reference == null) {
            return spec.with("dataSourceRef", source);
        }
        boolean copyable =
                source == null && reference != null && reference.string("namespace").isEmpty();
        return copyable
                ? spec.with("dataSource", Objects.requireNonNull(reference).without("namespace"))
                : spec;
    }

    /// Sources of other kinds than claims and snapshots were always dropped without a word, when named the old way.
    ///
    /// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-populators-and-data-sources Data sources
    private static Fields compatible(Fields spec) {
        Fields source = spec.fieldsOrNull("dataSource");
        if (source == null || Trees.isSet(spec, "dataSourceRef")) {
            return spec;
        }
        String group = source.string("apiGroup");
        String kind = source.string("kind");
        boolean known =
                (group.isEmpty() && kind.equals("PersistentVolumeClaim"))
                        || (group.equals("snapshot.storage.k8s.io")
                                && kind.equals("VolumeSnapshot"));
        return known ? spec : spec.without("dataSource");
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        Fields old = before.fields("spec");
        boolean used = Trees.isSet(old, "dataSource") || Trees.isSet(old, "dataSourceRef");
        return within(object, "spec", spec -> sources(used ? spec : compatible(spec)));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ClaimValidation.validateSpec(object.fields("spec"), FieldPath.of("spec"), errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        ClaimValidation.validateUpdate(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Status"),
                Column.string("Volume"),
                Column.string("Capacity"),
                Column.string("Access Modes"),
                Column.string("StorageClass"),
                Column.string("VolumeAttributesClass"),
                Column.AGE,
                Column.string("VolumeMode").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        Fields status = object.fields("status");
        boolean bound = !spec.string("volumeName").isEmpty();
        return List.of(
                Trees.name(object),
                VolumeCells.phase(object),
                spec.string("volumeName"),
                bound ? Trees.quantity(status.fields("capacity").value("storage")).toString() : "",
                bound ? VolumeCells.accessModes(Trees.texts(status, "accessModes")) : "",
                VolumeCells.storageClass(object),
                VolumeCells.orUnset(spec.string("volumeAttributesClassName")),
                Ages.age(object, now),
                VolumeCells.orUnset(spec.string("volumeMode")));
    }
}
