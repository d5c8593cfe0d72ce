package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;

/// The defaults of a pod's volumes.
final class VolumeDefaults {

    /// 0644.
    private static final long MODE = 420;

    private static final long TOKEN_SECONDS = 3600;

    private VolumeDefaults() {}

    static Fields volume(Fields given) {
        if (given.size() <= 1) {
            return given.with("emptyDir", Fields.EMPTY);
        }
        return source(given);
    }

    /// The defaults of what a volume is made of, which volumes of pods and PersistentVolumes share.
    static Fields source(Fields given) {
        Fields volume = within(given, "secret", VolumeDefaults::withMode);
        volume = within(volume, "configMap", VolumeDefaults::withMode);
        volume = within(volume, "downwardAPI", VolumeDefaults::downward);
        volume = within(volume, "projected", VolumeDefaults::projected);
        volume = within(volume, "hostPath", path -> orElse(path, "type", ""));
        volume = within(volume, "iscsi", iscsi -> filled(iscsi, "iscsiInterface", "default"));
        volume = within(volume, "rbd", VolumeDefaults::rbd);
        volume = within(volume, "azureDisk", VolumeDefaults::azureDisk);
        volume =
                within(
                        volume,
                        "scaleIO",
                        scale ->
                                filled(
                                        filled(scale, "storageMode", "ThinProvisioned"),
                                        "fsType",
                                        "xfs"));
        volume = within(volume, "image", VolumeDefaults::image);
        return within(volume, "ephemeral", VolumeDefaults::ephemeral);
    }

    private static Fields withMode(Fields source) {
        return orElse(source, "defaultMode", MODE);
    }

    private static Fields downward(Fields source) {
        return withMode(each(source, "items", VolumeDefaults::downwardItem));
    }

    private static Fields downwardItem(Fields item) {
        return within(item, "fieldRef", reference -> filled(reference, "apiVersion", "v1"));
    }

    private static Fields projected(Fields given) {
        Fields projected =
                each(
                        given,
                        "sources",
                        source -> {
                            Fields changed =
                                    within(
                                            source,
                                            "serviceAccountToken",
                                            token ->
                                                    orElse(
                                                            token,
                                                            "expirationSeconds",
                                                            TOKEN_SECONDS));
                            return within(
                                    changed,
                                    "downwardAPI",
                                    downward ->
                                            each(downward, "items", VolumeDefaults::downwardItem));
                        });
        return withMode(projected);
    }

    private static Fields rbd(Fields given) {
        Fields rbd = filled(given, "pool", "rbd");
        return filled(filled(rbd, "user", "admin"), "keyring", "/etc/ceph/keyring");
    }

    private static Fields azureDisk(Fields given) {
        Fields disk = orElse(given, "cachingMode", "ReadWrite");
        disk = orElse(orElse(disk, "fsType", "ext4"), "readOnly", false);
        return orElse(disk, "kind", "Shared");
    }

    private static Fields image(Fields image) {
        return filled(image, "pullPolicy", PodDefaults.pullPolicy(image.string("reference")));
    }

    private static Fields ephemeral(Fields ephemeral) {
        return within(
                ephemeral,
                "volumeClaimTemplate",
                template ->
                        within(template, "spec", spec -> orElse(spec, "volumeMode", "Filesystem")));
    }
}
