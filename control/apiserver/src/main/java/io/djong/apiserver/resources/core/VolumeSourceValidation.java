package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.Paths;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Sources of volumes that pods and PersistentVolumes share.
final class VolumeSourceValidation {

    static final String PORTAL_TOO_LONG =
            "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";
    private static final String HOST_PORT =
            "must be a host:port pair or multiple pairs separated by commas";
    private static final String PARTITION = "must be between 1 and 255, inclusive";
    private static final List<String> HOST_PATH_TYPES =
            List.of(
                    "",
                    "BlockDevice",
                    "CharDevice",
                    "Directory",
                    "DirectoryOrCreate",
                    "File",
                    "FileOrCreate",
                    "Socket");
    private static final Map<String, Pattern> INITIATORS =
            Map.of(
                    "iqn", Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([\\w-.]+)(:[^,;*&$|\\s]+)$"),
                    "eui", Pattern.compile("^eui.[0-9A-Fa-f]{16}$"),
                    "naa", Pattern.compile("^naa.[0-9A-Fa-f]{32}$"));

    private VolumeSourceValidation() {}

    static void validate(String kind, Fields source, FieldPath path, FieldErrors errors) {
        switch (kind) {
            case "hostPath" -> hostPath(source, path, errors);
            case "gitRepo" -> {
                Checks.required(source, "repository", path, errors);
                Paths.descending(source.string("directory"), path.child("directory"), errors);
            }
            // Upstream calls the disk by another name than the field.
            case "gcePersistentDisk" ->
                    disk(source, "pdName", path.parent().child("persistentDisk"), errors);
            case "awsElasticBlockStore" -> disk(source, "volumeID", path, errors);
            case "nfs" -> nfs(source, path, errors);
            case "iscsi" ->
                    iscsi(
                            source,
                            "must be valid format starting with iqn, eui, or naa",
                            path,
                            errors);
            case "glusterfs" -> {
                Checks.required(source, "endpoints", path, errors);
                Checks.required(source, "path", path, errors);
            }
            case "flocker" -> flocker(source, path, errors);
            case "rbd" -> {
                monitors(source, path, errors);
                Checks.required(source, "image", path, errors);
            }
            case "cinder" -> {
                Checks.required(source, "volumeID", path, errors);
                secret(source, false, path, errors);
            }
            case "cephfs" -> monitors(source, path, errors);
            case "quobyte" -> quobyte(source, path, errors);
            case "fc" -> fc(source, path, errors);
            case "flexVolume" -> flex(source, path, errors);
            case "azureFile" -> {
                Checks.required(source, "secretName", path, errors);
                Checks.required(source, "shareName", path, errors);
            }
            case "vsphereVolume" -> Checks.required(source, "volumePath", path, errors);
            case "photonPersistentDisk" -> Checks.required(source, "pdID", path, errors);
            case "portworxVolume" -> Checks.required(source, "volumeID", path, errors);
            case "azureDisk" -> azureDisk(source, path, errors);
            case "storageos" -> storageOs(source, path, errors);
            case "scaleIO" -> {
                Checks.required(source, "gateway", path, errors);
                Checks.required(source, "system", path, errors);
                Checks.required(source, "volumeName", path, errors);
            }
            default -> {}
        }
    }

    static void driverName(String name, FieldPath path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        if (name.length() > Names.LABEL_MAX) {
            errors.tooLong(path, Names.LABEL_MAX);
        }
        errors.invalid(path, name, Names.dnsSubdomain(name.toLowerCase(Locale.ROOT)));
    }

    private static void hostPath(Fields source, FieldPath path, FieldErrors errors) {
        if (source.string("path").isEmpty()) {
            errors.required(path.child("path"), "");
            return;
        }
        Paths.noBacksteps(source.string("path"), path.child("path"), errors);
        String type = source.stringOrNull("type");
        if (type != null) {
            Checks.supported(type, HOST_PATH_TYPES, path.child("type"), errors);
        }
    }

    private static void disk(Fields source, String name, FieldPath path, FieldErrors errors) {
        Checks.required(source, name, path, errors);
        long partition = source.integer("partition");
        if (partition < 0 || partition > 255) {
            errors.invalid(path.child("partition"), partition, PARTITION);
        }
    }

    private static void nfs(Fields source, FieldPath path, FieldErrors errors) {
        Checks.required(source, "server", path, errors);
        Checks.required(source, "path", path, errors);
        if (!source.string("path").startsWith("/")) {
            errors.invalid(path.child("path"), source.string("path"), "must be an absolute path");
        }
    }

    static void iscsi(Fields source, String unknownForm, FieldPath path, FieldErrors errors) {
        Checks.required(source, "targetPortal", path, errors);
        if (source.string("iqn").isEmpty()) {
            errors.required(path.child("iqn"), "");
        } else {
            initiator(source.string("iqn"), unknownForm, path.child("iqn"), errors);
        }
        Checks.inRange(source.integer("lun"), 0, 255, path.child("lun"), errors);
        boolean authenticates = source.bool("chapAuthDiscovery") || source.bool("chapAuthSession");
        if (authenticates && !Trees.isSet(source, "secretRef")) {
            errors.required(path.child("secretRef"), "");
        }
        String name = source.stringOrNull("initiatorName");
        if (name != null) {
            initiator(name, unknownForm, path.child("initiatorname"), errors);
        }
    }

    private static void initiator(
            String name, String unknownForm, FieldPath path, FieldErrors errors) {
        Pattern form = name.length() < 3 ? null : INITIATORS.get(name.substring(0, 3));
        if (form == null) {
            errors.invalid(path, name, unknownForm);
        } else if (!form.matcher(name).find()) {
            errors.invalid(path, name, "must be valid format");
        }
    }

    private static void flocker(Fields source, FieldPath path, FieldErrors errors) {
        String name = source.string("datasetName");
        String uuid = source.string("datasetUUID");
        if (name.isEmpty() && uuid.isEmpty()) {
            errors.required(path, "one of datasetName and datasetUUID is required");
        }
        if (!name.isEmpty() && !uuid.isEmpty()) {
            errors.invalid(
                    path,
                    "resource",
                    "datasetName and datasetUUID can not be specified simultaneously");
        }
        if (name.contains("/")) {
            errors.invalid(path.child("datasetName"), name, "must not contain '/'");
        }
    }

    private static void monitors(Fields source, FieldPath path, FieldErrors errors) {
        if (source.list("monitors").isEmpty()) {
            errors.required(path.child("monitors"), "");
        }
    }

    /// @param anywhere whether the secret's namespace must be said
    static void secret(Fields source, boolean anywhere, FieldPath path, FieldErrors errors) {
        Fields secret = source.fieldsOrNull("secretRef");
        if (secret == null) {
            return;
        }
        Checks.required(secret, "name", path.child("secretRef"), errors);
        if (anywhere) {
            Checks.required(secret, "namespace", path.child("secretRef"), errors);
        }
    }

    private static void quobyte(Fields source, FieldPath path, FieldErrors errors) {
        String registry = source.string("registry");
        if (registry.isEmpty()) {
            errors.required(path.child("registry"), HOST_PORT);
        } else if (source.string("tenant").length() >= 65) {
            errors.required(
                    path.child("tenant"),
                    "must be a UUID and may not exceed a length of 64 characters");
        } else {
            for (String pair : registry.split(",", -1)) {
                if (!pair.matches("([^:\\[\\]]*|\\[[^\\[\\]]*\\]):[^:\\[\\]]*")) {
                    errors.invalid(path.child("registry"), registry, HOST_PORT);
                }
            }
        }
        Checks.required(source, "volume", path, errors);
    }

    private static void fc(Fields source, FieldPath path, FieldErrors errors) {
        List<String> targets = Trees.texts(source, "targetWWNs");
        boolean named = !source.list("wwids").isEmpty();
        if (targets.isEmpty() && !named) {
            errors.required(
                    path.child("targetWWNs"),
                    "must specify either targetWWNs or wwids, but not both");
        }
        if (!targets.isEmpty() && named) {
            errors.invalid(
                    path.child("targetWWNs"),
                    targets,
                    "targetWWNs and wwids can not be specified simultaneously");
        }
        if (!targets.isEmpty()) {
            if (source.integerOrNull("lun") == null) {
                errors.required(path.child("lun"), "lun is required if targetWWNs is specified");
            } else {
                Checks.inRange(source.integerOrNull("lun"), 0, 255, path.child("lun"), errors);
            }
        }
    }

    private static void flex(Fields source, FieldPath path, FieldErrors errors) {
        Checks.required(source, "driver", path, errors);
        for (String key : source.fields("options").keySet()) {
            String domain = "." + key.split("/", 2)[0].toLowerCase(Locale.ROOT);
            if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
                errors.invalid(
                        path.child("options").key(key),
                        key,
                        "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }

    private static void azureDisk(Fields source, FieldPath path, FieldErrors errors) {
        Checks.required(source, "diskName", path, errors);
        Checks.required(source, "diskURI", path, errors);
        String caching = source.stringOrNull("cachingMode");
        if (caching != null) {
            Checks.supported(
                    caching,
                    List.of("None", "ReadOnly", "ReadWrite"),
                    path.child("cachingMode"),
                    errors);
        }
        String kind = source.string("kind");
        String uri = source.string("diskURI");
        if (!kind.isEmpty() && !List.of("Dedicated", "Managed", "Shared").contains(kind)) {
            errors.notSupported(path.child("kind"), kind, "Dedicated", "Managed", "Shared");
        }
        if (kind.equals("Managed") && !uri.startsWith("/subscriptions")) {
            errors.notSupported(
                    path.child("diskURI"),
                    uri,
                    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}");
        }
        if (!kind.equals("Managed")
                && !kind.isEmpty()
                && !uri.startsWith("https://")
                && !uri.isEmpty()) {
            errors.notSupported(
                    path.child("diskURI"),
                    uri,
                    "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
        }
    }

    private static void storageOs(Fields source, FieldPath path, FieldErrors errors) {
        String name = source.string("volumeName");
        if (name.isEmpty()) {
            errors.required(path.child("volumeName"), "");
        } else {
            Checks.label(name, path.child("volumeName"), errors);
        }
        String namespace = source.string("volumeNamespace");
        if (!namespace.isEmpty()) {
            Checks.label(namespace, path.child("volumeNamespace"), errors);
        }
        Fields secret = source.fieldsOrNull("secretRef");
        if (secret != null) {
            Checks.required(secret, "name", path.child("secretRef"), errors);
        }
    }
}
