package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.Paths;
import io.djong.apiserver.validation.UnifiedDiff;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;

/// What a PersistentVolume must be like.
final class PersistentVolumeValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> KINDS =
            List.of(
                    "hostPath",
                    "gcePersistentDisk",
                    "awsElasticBlockStore",
                    "glusterfs",
                    "flocker",
                    "nfs",
                    "rbd",
                    "quobyte",
                    "cephfs",
                    "iscsi",
                    "cinder",
                    "fc",
                    "flexVolume",
                    "azureFile",
                    "vsphereVolume",
                    "photonPersistentDisk",
                    "portworxVolume",
                    "azureDisk",
                    "scaleIO",
                    "local",
                    "storageos",
                    "csi");

    private final Fields object;
    private final Fields spec;
    private final FieldErrors errors;

    private PersistentVolumeValidation(Fields object, FieldErrors errors) {
        this.object = object;
        this.spec = object.fields("spec");
        this.errors = errors;
    }

    static void validate(Fields object, FieldErrors errors) {
        new PersistentVolumeValidation(object, errors).validateAll();
    }

    private void validateAll() {
        List<String> modes = Trees.texts(spec, "accessModes");
        if (modes.isEmpty()) {
            errors.required(SPEC.child("accessModes"), "");
        }
        ClaimValidation.modes(modes, SPEC.child("accessModes"), errors);
        capacity();
        String policy = spec.string("persistentVolumeReclaimPolicy");
        if (!policy.isEmpty()) {
            Checks.supported(
                    policy,
                    List.of("Delete", "Recycle", "Retain"),
                    SPEC.child("persistentVolumeReclaimPolicy"),
                    errors);
        }
        Fields affinity = spec.fieldsOrNull("nodeAffinity");
        if (affinity != null) {
            affinity(affinity, SPEC.child("nodeAffinity"));
        }
        source();
        if (spec.fields("hostPath").string("path").matches("/+") && policy.equals("Recycle")) {
            errors.forbidden(
                    SPEC.child("persistentVolumeReclaimPolicy"),
                    "may not be 'recycle' for a hostPath mount of '/'");
        }
        if (!spec.string("storageClassName").isEmpty()) {
            Checks.subdomain(
                    spec.string("storageClassName"), SPEC.child("storageClassName"), errors);
        }
        String mode = spec.stringOrNull("volumeMode");
        if (mode != null) {
            Checks.supported(
                    mode, List.of("Block", "Filesystem"), SPEC.child("volumeMode"), errors);
        }
        attributes();
    }

    private void attributes() {
        String attributes = spec.stringOrNull("volumeAttributesClassName");
        if (attributes == null) {
            return;
        }
        FieldPath at = SPEC.child("volumeAttributesClassName");
        if (attributes.isEmpty()) {
            errors.required(at, "an empty string is disallowed");
        } else {
            Checks.subdomain(attributes, at, errors);
        }
        if (!Trees.isSet(spec, "csi")) {
            errors.required(
                    SPEC.child("csi"), "has to be specified when using volumeAttributesClassName");
        }
    }

    private void capacity() {
        Fields capacity = spec.fields("capacity");
        FieldPath at = SPEC.child("capacity");
        if (capacity.isEmpty()) {
            errors.required(at, "");
        }
        if (!capacity.has("storage") || capacity.size() > 1) {
            errors.notSupported(at, spec.value("capacity"), "storage");
        }
        for (String name : capacity.keySet()) {
            Quantity amount = Trees.quantity(capacity.value(name));
            if (amount.signum() < 0) {
                errors.invalid(at.key(name), amount.value(), "must be a valid resource quantity");
            }
            if (amount.signum() <= 0) {
                errors.invalid(at.key(name), amount.toString(), Checks.POSITIVE);
            }
        }
    }

    private void affinity(Fields affinity, FieldPath path) {
        Fields required = affinity.fieldsOrNull("required");
        if (required == null) {
            errors.required(path.child("required"), "must specify required node constraints");
        } else {
            NodeSelectorValidation.validate(required, true, path.child("required"), errors);
        }
    }

    private void source() {
        boolean found = false;
        for (String kind : KINDS) {
            Fields source = spec.fieldsOrNull(kind);
            if (source == null) {
                continue;
            }
            if (found) {
                errors.forbidden(SPEC.child(kind), VolumeValidation.ONE_TYPE);
            } else {
                found = true;
                one(kind, source, SPEC.child(kind));
            }
        }
        if (!found) {
            errors.required(SPEC, "must specify a volume type");
        }
    }

    private void one(String kind, Fields source, FieldPath path) {
        switch (kind) {
            case "iscsi" -> iscsi(source, path);
            case "glusterfs" -> glusterfs(source, path);
            case "cinder" -> {
                Checks.required(source, "volumeID", path, errors);
                VolumeSourceValidation.secret(source, true, path, errors);
            }
            case "azureFile" -> azureFile(source, path);
            case "local" -> local(source, path);
            case "csi" -> csi(source, path);
            case "storageos" -> {
                VolumeSourceValidation.validate(kind, source, path, errors);
                Fields secret = source.fieldsOrNull("secretRef");
                if (secret != null) {
                    Checks.required(secret, "namespace", path.child("secretRef"), errors);
                }
            }
            default -> VolumeSourceValidation.validate(kind, source, path, errors);
        }
    }

    private void iscsi(Fields source, FieldPath path) {
        VolumeSourceValidation.iscsi(source, "must be valid format", path, errors);
        String portal = source.string("targetPortal");
        if (Trees.isSet(source, "initiatorName")
                && (Trees.name(object) + ":" + portal).length() > 64) {
            errors.invalid(
                    path.child("targetportal"), portal, VolumeSourceValidation.PORTAL_TOO_LONG);
        }
        VolumeSourceValidation.secret(source, false, path, errors);
    }

    private void glusterfs(Fields source, FieldPath path) {
        VolumeSourceValidation.validate("glusterfs", source, path, errors);
        String namespace = source.stringOrNull("endpointsNamespace");
        FieldPath at = path.child("endpointsNamespace");
        if (namespace != null && namespace.isEmpty()) {
            errors.invalid(
                    at,
                    namespace,
                    "if the endpointnamespace is set, it must be a valid namespace name");
        } else if (namespace != null) {
            Checks.label(namespace, at, errors);
        }
    }

    private void azureFile(Fields source, FieldPath path) {
        Checks.required(source, "secretName", path, errors);
        Checks.required(source, "shareName", path, errors);
        String namespace = source.stringOrNull("secretNamespace");
        if (namespace != null && namespace.isEmpty()) {
            errors.required(path.child("secretNamespace"), "");
        }
    }

    private void local(Fields source, FieldPath path) {
        if (source.string("path").isEmpty()) {
            errors.required(path.child("path"), "");
        } else {
            Paths.noBacksteps(source.string("path"), path.child("path"), errors);
        }
        if (!Trees.isSet(spec, "nodeAffinity")) {
            errors.required(SPEC.child("nodeAffinity"), "Local volume requires node affinity");
        }
    }

    private void csi(Fields source, FieldPath path) {
        VolumeSourceValidation.driverName(source.string("driver"), path.child("driver"), errors);
        Checks.required(source, "volumeHandle", path, errors);
        for (String name :
                List.of(
                        "controllerPublishSecretRef",
                        "controllerExpandSecretRef",
                        "nodePublishSecretRef",
                        "nodeExpandSecretRef")) {
            Fields secret = source.fieldsOrNull(name);
            if (secret == null) {
                continue;
            }
            secretPart(secret.string("name"), path.child(name, "name"), false);
            secretPart(secret.string("namespace"), path.child(name, "namespace"), true);
        }
    }

    private void secretPart(String value, FieldPath path, boolean isNamespace) {
        if (value.isEmpty()) {
            errors.required(path, "");
        } else {
            errors.invalid(
                    path, value, isNamespace ? Names.dnsLabel(value) : Names.dnsSubdomain(value));
        }
    }

    /// What a volume is made of stays, but that a secret to expand it may be added.
    static void validateChange(Fields object, Fields before, FieldErrors errors) {
        Fields now = expandable(object.fields("spec"), before.fields("spec"));
        Fields old = before.fields("spec");
        boolean changed = false;
        for (String kind : KINDS) {
            changed |= !Objects.equals(now.value(kind), old.value(kind));
        }
        if (changed) {
            errors.forbidden(
                    FieldPath.of("spec", "persistentvolumesource"),
                    "spec.persistentvolumesource is immutable after creation\n"
                            + UnifiedDiff.of(
                                    GoForm.of("PersistentVolumeSource", old),
                                    GoForm.of("PersistentVolumeSource", now)));
        }
        // Upstream's paths begin here without `spec`.
        errors.immutable(
                FieldPath.of("volumeMode"), now.value("volumeMode"), old.value("volumeMode"));
        Object affinity = now.value("nodeAffinity");
        if (Trees.isSet(old, "nodeAffinity")
                && !PlaceLabels.same(affinity, old.value("nodeAffinity"))) {
            errors.invalid(
                    FieldPath.of("nodeAffinity"),
                    GoForm.of("VolumeNodeAffinity", affinity),
                    "field is immutable, except for updating from beta label to GA");
        }
        if (Trees.isSet(old, "volumeAttributesClassName")
                && !Trees.isSet(now, "volumeAttributesClassName")) {
            errors.forbidden(
                    SPEC.child("volumeAttributesClassName"),
                    "update from non-nil value to nil is forbidden");
        }
    }

    private static Fields expandable(Fields now, Fields old) {
        boolean adds =
                Trees.isSet(old, "csi")
                        && !Trees.isSet(old.fields("csi"), "controllerExpandSecretRef")
                        && Trees.isSet(now.fields("csi"), "controllerExpandSecretRef");
        return adds ? now.with("csi", now.fields("csi").without("controllerExpandSecretRef")) : now;
    }
}
