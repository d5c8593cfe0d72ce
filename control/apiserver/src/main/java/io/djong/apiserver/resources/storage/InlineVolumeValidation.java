package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.DriverNames;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// The volume that an attachment brings along, for pods whose volumes were migrated to CSI: less than a PersistentVolume
/// may say.
final class InlineVolumeValidation {

    private static final List<String> MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final String NOT_HERE = "may not be specified in the context of inline volumes";

    private InlineVolumeValidation() {}

    static void validate(Fields volume, FieldPath path, FieldErrors errors) {
        if (Trees.isSet(volume, "claimRef")) {
            errors.forbidden(path.child("claimRef"), NOT_HERE);
        }
        if (!volume.fields("capacity").isEmpty()) {
            errors.forbidden(path.child("capacity"), NOT_HERE);
        }
        Fields csi = volume.fieldsOrNull("csi");
        if (csi == null) {
            errors.required(
                    path.child("csi"), "has to be specified in the context of inline volumes");
        }
        modes(Trees.texts(volume, "accessModes"), path.child("accessModes"), errors);
        String policy = volume.string("persistentVolumeReclaimPolicy");
        if (!policy.isEmpty() && !policy.equals("Retain")) {
            errors.forbidden(
                    path.child("persistentVolumeReclaimPolicy"),
                    "may only be Retain in the context of inline volumes");
        }
        if (Trees.isSet(volume, "nodeAffinity")) {
            errors.forbidden(path.child("nodeAffinity"), NOT_HERE);
        }
        if (csi == null) {
            errors.required(path, "must specify a volume type");
        } else {
            csi(csi, path.child("csi"), errors);
        }
        if (!volume.string("storageClassName").isEmpty()) {
            errors.forbidden(path.child("storageClassName"), NOT_HERE);
        }
        if (Trees.isSet(volume, "volumeMode")
                && !volume.string("volumeMode").equals("Filesystem")) {
            errors.forbidden(
                    path.child("volumeMode"),
                    "may not specify volumeMode other than Filesystem in the context of inline volumes");
        }
    }

    private static void modes(List<String> modes, FieldPath path, FieldErrors errors) {
        if (modes.isEmpty()) {
            errors.required(path, "");
        }
        for (String mode : modes) {
            Checks.supported(mode, MODES, path, errors);
        }
        if (modes.contains("ReadWriteOncePod")
                && modes.stream().anyMatch(mode -> !mode.equals("ReadWriteOncePod"))) {
            errors.forbidden(path, "may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void csi(Fields source, FieldPath path, FieldErrors errors) {
        DriverNames.validate(source.string("driver"), path.child("driver"), errors);
        Checks.required(source, "volumeHandle", path, errors);
        for (String name :
                List.of(
                        "controllerPublishSecretRef",
                        "controllerExpandSecretRef",
                        "nodePublishSecretRef",
                        "nodeExpandSecretRef")) {
            Fields secret = source.fieldsOrNull(name);
            if (secret != null) {
                part(secret, "name", path.child(name), errors);
                part(secret, "namespace", path.child(name), errors);
            }
        }
    }

    private static void part(Fields secret, String name, FieldPath path, FieldErrors errors) {
        String value = secret.string(name);
        if (value.isEmpty()) {
            errors.required(path.child(name), "");
        } else {
            errors.invalid(
                    path.child(name),
                    value,
                    name.equals("name") ? Names.dnsSubdomain(value) : Names.dnsLabel(value));
        }
    }
}
