package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A pod's volumes.
///
/// @spec https://kubernetes.io/docs/concepts/storage/volumes/ Volumes
final class VolumeValidation {

    static final String ONE_TYPE = "may not specify more than 1 volume type";

    /// In the order in which upstream looks at them; the first one that is set is checked.
    private static final List<String> KINDS =
            List.of(
                    "emptyDir",
                    "hostPath",
                    "gitRepo",
                    "gcePersistentDisk",
                    "awsElasticBlockStore",
                    "secret",
                    "nfs",
                    "iscsi",
                    "glusterfs",
                    "flocker",
                    "persistentVolumeClaim",
                    "rbd",
                    "cinder",
                    "cephfs",
                    "quobyte",
                    "downwardAPI",
                    "fc",
                    "flexVolume",
                    "configMap",
                    "azureFile",
                    "vsphereVolume",
                    "photonPersistentDisk",
                    "portworxVolume",
                    "azureDisk",
                    "storageos",
                    "projected",
                    "scaleIO",
                    "csi",
                    "ephemeral",
                    "image");

    private static final Map<String, String> NAMED_OTHERWISE =
            Map.of("cephfs", "cephFS", "downwardAPI", "downwarAPI");

    private final @Nullable Fields metadata;
    private final FieldErrors errors;

    private VolumeValidation(@Nullable Fields metadata, FieldErrors errors) {
        this.metadata = metadata;
        this.errors = errors;
    }

    /// Answers the well-formed volumes, by name.
    static Map<String, Fields> validate(
            Fields spec, @Nullable Fields metadata, FieldPath path, FieldErrors errors) {
        String pod = metadata == null ? "" : metadata.string("name");
        List<Fields> volumes = Trees.objects(spec, "volumes");
        Set<String> created = new HashSet<>();
        for (Fields volume : volumes) {
            if (!pod.isEmpty() && Trees.isSet(volume, "ephemeral")) {
                created.add(pod + "-" + volume.string("name"));
            }
        }
        Map<String, Fields> good = new LinkedHashMap<>();
        for (int i = 0; i < volumes.size(); i++) {
            FieldPath at = path.index(i);
            FieldErrors own = new FieldErrors();
            new VolumeValidation(metadata, own).one(volumes.get(i), good.keySet(), at);
            if (own.isEmpty()) {
                good.put(volumes.get(i).string("name"), volumes.get(i));
            }
            errors.addAll(own);
            String claim = volumes.get(i).fields("persistentVolumeClaim").string("claimName");
            if (created.contains(claim)) {
                errors.invalid(
                        at.child("persistentVolumeClaim", "claimName"),
                        claim,
                        "must not reference a PVC that gets created for an ephemeral volume");
            }
        }
        return good;
    }

    private void one(Fields volume, Set<String> taken, FieldPath path) {
        String name = volume.string("name");
        source(volume, name, path);
        if (name.isEmpty()) {
            errors.required(path.child("name"), "");
        } else {
            Checks.label(name, path.child("name"), errors);
        }
        if (taken.contains(name)) {
            errors.duplicate(path.child("name"), name);
        }
    }

    private void source(Fields volume, String name, FieldPath path) {
        boolean found = false;
        for (String kind : KINDS) {
            Fields source = volume.fieldsOrNull(kind);
            if (source == null) {
                continue;
            }
            if (found) {
                errors.forbidden(path.child(NAMED_OTHERWISE.getOrDefault(kind, kind)), ONE_TYPE);
            } else {
                found = true;
                validate(kind, source, name, path.child(kind));
            }
            if (kind.equals("iscsi")) {
                portalLength(source, name, path);
            }
        }
        if (!found) {
            errors.required(path, "must specify a volume type");
        }
    }

    private void portalLength(Fields source, String name, FieldPath path) {
        if (Trees.isSet(source, "initiatorName")
                && (name + ":" + source.string("targetPortal")).length() > 64) {
            errors.invalid(path.child("name"), name, VolumeSourceValidation.PORTAL_TOO_LONG);
        }
    }

    private void validate(String kind, Fields source, String name, FieldPath path) {
        switch (kind) {
            case "secret", "configMap" -> {
                String key = kind.equals("secret") ? "secretName" : "name";
                Checks.required(source, key, path, errors);
                Checks.fileMode(
                        source.integerOrNull("defaultMode"), path.child("defaultMode"), errors);
                ProjectionValidation.items(source, path.child("items"), errors);
            }
            case "downwardAPI" -> ProjectionValidation.downward(source, path, errors);
            case "projected" -> new ProjectionValidation(path, errors).validate(source);
            case "persistentVolumeClaim" -> Checks.required(source, "claimName", path, errors);
            case "emptyDir" -> {
                if (Trees.quantity(source.value("sizeLimit")).signum() < 0) {
                    errors.forbidden(
                            path.child("sizeLimit"),
                            "SizeLimit field must be a valid resource quantity");
                }
            }
            case "ephemeral" -> ephemeral(source, name, path);
            case "csi" -> csi(source, path);
            case "image" -> {
                if (metadata != null) {
                    Checks.required(source, "reference", path, errors);
                }
                Checks.oneOf(
                        source.string("pullPolicy"),
                        ContainerValidation.PULL_POLICIES,
                        path.child("pullPolicy"),
                        errors);
            }
            default -> VolumeSourceValidation.validate(kind, source, path, errors);
        }
    }

    private void csi(Fields source, FieldPath path) {
        VolumeSourceValidation.driverName(source.string("driver"), path.child("driver"), errors);
        Fields secret = source.fieldsOrNull("nodePublishSecretRef");
        if (secret == null) {
            return;
        }
        if (secret.string("name").isEmpty()) {
            errors.required(path.child("nodePublishSecretRef", "name"), "");
        } else {
            Checks.subdomain(secret.string("name"), path.child("name"), errors);
        }
    }

    private void ephemeral(Fields source, String name, FieldPath path) {
        Fields template = source.fieldsOrNull("volumeClaimTemplate");
        if (template == null) {
            errors.required(path.child("volumeClaimTemplate"), "");
        } else {
            FieldPath at = path.child("volumeClaimTemplate");
            Fields labels = template.fields("metadata").fields("labels");
            ObjectMetaRules.validateLabels(labels, at.child("metadata", "labels"), errors);
            ObjectMetaRules.validateAnnotations(
                    template.fields("metadata").fields("annotations"),
                    at.child("metadata", "annotations"),
                    errors);
            ClaimValidation.validateSpec(template.fields("spec"), at.child("spec"), errors);
        }
        String pod = metadata == null ? "" : metadata.string("name");
        if (!pod.isEmpty() && !name.isEmpty()) {
            String claim = pod + "-" + name;
            for (String wrong : Names.dnsSubdomain(claim)) {
                // Upstream says `ephemeral`'s parent here.
                errors.invalid(
                        path.parent().child("name"),
                        name,
                        "PVC name " + GoText.quote(claim) + ": " + wrong);
            }
        }
    }
}
