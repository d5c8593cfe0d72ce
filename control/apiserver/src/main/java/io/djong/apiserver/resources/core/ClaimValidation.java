package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.UnifiedDiff;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import io.djong.meta.tree.Views;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PersistentVolumeClaims, also as templates.
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims Claims
public final class ClaimValidation {

    static final List<String> MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

    private static final String CLASS_ANNOTATION = PersistentVolumeResource.CLASS_ANNOTATION;

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
        boolean others =
                modes.stream()
                        .anyMatch(mode -> MODES.contains(mode) && !mode.equals("ReadWriteOncePod"));
        if (modes.contains("ReadWriteOncePod") && others) {
            errors.forbidden(path, "may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void request(Fields spec, FieldPath path, FieldErrors errors) {
        Object storage = spec.fields("resources").fields("requests").value("storage");
        if (storage == null) {
            errors.required(path.key("storage"), "");
            return;
        }
        Quantity amount = Trees.quantity(storage);
        if (amount.signum() <= 0) {
            errors.invalid(path.key("storage"), amount.toString(), Checks.POSITIVE);
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
        if (source != null && reference != null && !reference.string("namespace").isEmpty()) {
            errors.invalid(
                    path,
                    Fields.EMPTY,
                    "may not be specified when dataSourceRef.namespace is specified");
        } else if (source != null
                && reference != null
                && !reference.without("namespace").equals(source)) {
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
        // Upstream fills in the other name of the data source before it compares.
        Fields old = PersistentVolumeClaimResource.sources(before.fields("spec"));
        validateSpec(spec, FieldPath.of("spec"), errors);
        Fields now = spec;
        Fields was = old;
        if (old.string("volumeName").isEmpty()) {
            was = Views.set(was, "volumeName", spec.value("volumeName"));
        }
        String newClass = spec.stringOrNull("storageClassName");
        String annotated = annotation(before);
        if (annotated != null
                && !Trees.isSet(old, "storageClassName")
                && annotated.equals(newClass)
                && (annotation(object) == null || annotated.equals(annotation(object)))) {
            now = now.without("storageClassName");
        } else {
            String is = Objects.requireNonNullElse(annotation(object), "");
            errors.immutable(
                    FieldPath.of("metadata", "annotations", CLASS_ANNOTATION),
                    is,
                    Objects.requireNonNullElse(annotated, ""));
            if (newClass != null
                    && !Trees.isSet(old, "storageClassName")
                    && (annotated == null || annotated.equals(newClass))) {
                now = now.without("storageClassName");
            }
        }
        boolean bound = object.fields("status").string("phase").equals("Bound");
        Object had = old.fields("resources").fields("requests").value("storage");
        if (bound && !spec.fields("resources").fields("requests").isEmpty()) {
            now = now.withAt(had, "resources", "requests", "storage");
        }
        if (bound) {
            now =
                    Views.set(
                            now,
                            "volumeAttributesClassName",
                            old.value("volumeAttributesClassName"));
        }
        if (!now.equals(was)) {
            errors.forbidden(
                    FieldPath.of("spec"),
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                            + UnifiedDiff.of(
                                    GoForm.of("PersistentVolumeClaimSpec", was),
                                    GoForm.of("PersistentVolumeClaimSpec", now)));
        }
        size(object, had, errors);
        errors.immutable(
                FieldPath.of("volumeMode"), spec.value("volumeMode"), old.value("volumeMode"));
        attributes(spec, old, before.fields("status"), errors);
    }

    private static @Nullable String annotation(Fields claim) {
        return claim.fields("metadata").fields("annotations").stringOrNull(CLASS_ANNOTATION);
    }

    /// After an expansion that failed the request may go back, but not below what the claim has.
    private static void size(Fields claim, @Nullable Object had, FieldErrors errors) {
        Fields requests = claim.fields("spec").fields("resources").fields("requests");
        Quantity wanted = Trees.quantity(requests.value("storage"));
        Quantity has = Trees.quantity(claim.fields("status").fields("capacity").value("storage"));
        if (wanted.compareTo(Trees.quantity(had)) < 0 && wanted.compareTo(has) <= 0) {
            errors.forbidden(
                    FieldPath.of("spec", "resources", "requests", "storage"),
                    "field can not be less than status.capacity");
        }
    }

    private static void attributes(Fields spec, Fields old, Fields status, FieldErrors errors) {
        String now = spec.stringOrNull("volumeAttributesClassName");
        if (Objects.equals(now, old.stringOrNull("volumeAttributesClassName"))
                || !Trees.isSet(status, "currentVolumeAttributesClassName")) {
            return;
        }
        FieldPath path = FieldPath.of("spec", "volumeAttributesClassName");
        if (now == null) {
            errors.forbidden(
                    path,
                    "update to nil is forbidden when status.currentVolumeAttributesClassName is not nil");
        } else if (now.isEmpty()) {
            errors.forbidden(
                    path,
                    "update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil");
        }
    }
}
