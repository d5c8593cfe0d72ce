package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.meta.tree.Fields;
import io.djong.meta.tree.Views;
import java.util.List;

/// PersistentVolumeClaims, also as templates.
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims Claims
public final class ClaimValidation {

    static final List<String> MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

    private ClaimValidation() {}

    public static void validateSpec(Fields spec, FieldPath path, FieldErrors errors) {
        List<String> modes = Trees.texts(spec, "accessModes");
        if (modes.isEmpty()) {
            errors.required(path.child("accessModes"), "at least 1 access mode is required");
        }
        LabelSelectorRules.validate(spec.fieldsOrNull("selector"), path.child("selector"), errors);
        modes(modes, path.child("accessModes"), errors);
        request(spec, path.child("resources"), errors);
        String storageClass = spec.string("storageClassName");
        if (!storageClass.isEmpty()) {
            Checks.subdomain(storageClass, path.child("storageClassName"), errors);
        }
        String mode = spec.stringOrNull("volumeMode");
        if (mode != null) {
            Checks.supported(
                    mode, List.of("Block", "Filesystem"), path.child("volumeMode"), errors);
        }
        sources(spec, path, errors);
        String attributes = spec.string("volumeAttributesClassName");
        if (!attributes.isEmpty()) {
            Checks.subdomain(attributes, path.child("volumeAttributesClassName"), errors);
        }
    }

    static void modes(List<String> modes, FieldPath path, FieldErrors errors) {
        for (String mode : modes) {
            if (!MODES.contains(mode)) {
                errors.notSupported(path, mode, MODES);
            }
        }
        if (modes.contains("ReadWriteOncePod") && modes.size() > 1) {
            errors.forbidden(path, "may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void request(Fields spec, FieldPath path, FieldErrors errors) {
        Object storage = spec.fields("resources").fields("requests").value("storage");
        FieldPath at = path.child("requests").key("storage");
        if (storage == null) {
            errors.required(path.key("storage"), "");
            return;
        }
        Checks.quantity(storage, path.key("storage"), errors);
        if (Trees.quantity(storage).isZero()) {
            errors.invalid(at, Trees.quantity(storage).toString(), "must be greater than zero");
        }
    }

    private static void sources(Fields spec, FieldPath path, FieldErrors errors) {
        Fields source = spec.fieldsOrNull("dataSource");
        Fields reference = spec.fieldsOrNull("dataSourceRef");
        if (source != null) {
            source(source, path.child("dataSource"), errors);
        }
        if (reference != null) {
            source(reference, path.child("dataSourceRef"), errors);
        }
        if (source != null && reference != null && !reference.without("namespace").equals(source)) {
            // Upstream shows its path object, which prints as nothing.
            errors.invalid(path, Fields.EMPTY, "must match dataSourceRef");
        }
    }

    private static void source(Fields source, FieldPath path, FieldErrors errors) {
        Checks.required(source, "name", path, errors);
        Checks.required(source, "kind", path, errors);
        String group = source.string("apiGroup");
        if (group.isEmpty() && !source.string("kind").equals("PersistentVolumeClaim")) {
            errors.invalid(
                    path,
                    source.string("kind"),
                    "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        if (!group.isEmpty()) {
            Checks.subdomain(group, path.child("apiGroup"), errors);
        }
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields old = before.fields("spec");
        validateSpec(spec, FieldPath.of("spec"), errors);
        Fields munged = spec;
        boolean bound = !old.string("volumeName").isEmpty();
        if (!bound) {
            munged = Views.set(munged, "volumeName", old.value("volumeName"));
        }
        munged =
                Views.set(
                        munged,
                        "volumeAttributesClassName",
                        old.value("volumeAttributesClassName"));
        boolean isBound = before.fields("status").string("phase").equals("Bound");
        Object wanted = spec.fields("resources").fields("requests").value("storage");
        Object had = old.fields("resources").fields("requests").value("storage");
        if (isBound && wanted != null && had != null) {
            if (Trees.quantity(wanted).compareTo(Trees.quantity(had)) < 0) {
                errors.forbidden(
                        FieldPath.of("spec", "resources", "requests", "storage"),
                        "field can not be less than status.capacity");
            }
            munged = munged.withAt(had, "resources", "requests", "storage");
        }
        if (!munged.equals(old)) {
            errors.forbidden(
                    FieldPath.of("spec"),
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                            + PodSpecDiff.of(old, munged));
        }
    }
}
