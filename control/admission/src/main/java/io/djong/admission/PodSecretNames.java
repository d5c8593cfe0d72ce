package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.List;

/// Finds out whether a pod refers to secrets or config maps at all.
final class PodSecretNames {

    private static final List<String> WITH_SECRET_REF =
            List.of("cephfs", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos");

    private PodSecretNames() {}

    static boolean usesSecrets(Fields spec) {
        return !spec.list("imagePullSecrets").isEmpty()
                || containersRefer(spec, "secretRef", "secretKeyRef")
                || PodTrees.objects(spec, "volumes").stream().anyMatch(PodSecretNames::isSecret);
    }

    private static boolean isSecret(Fields volume) {
        return volume.value("secret") != null
                || volume.value("azureFile") != null
                || volume.fields("csi").value("nodePublishSecretRef") != null
                || WITH_SECRET_REF.stream()
                        .anyMatch(type -> volume.fields(type).value("secretRef") != null)
                || projects(volume, "secret");
    }

    static boolean usesConfigMaps(Fields spec) {
        return containersRefer(spec, "configMapRef", "configMapKeyRef")
                || PodTrees.objects(spec, "volumes").stream()
                        .anyMatch(volume ->
                                volume.value("configMap") != null || projects(volume, "configMap"));
    }

    private static boolean projects(Fields volume, String source) {
        return PodTrees.objects(volume.fields("projected"), "sources").stream()
                .anyMatch(one -> one.value(source) != null);
    }

    private static boolean containersRefer(Fields spec, String envFrom, String env) {
        for (Fields container : PodTrees.containers(spec)) {
            boolean refers =
                    PodTrees.objects(container, "envFrom").stream()
                                    .anyMatch(one -> one.value(envFrom) != null)
                            || PodTrees.objects(container, "env").stream()
                                    .anyMatch(one -> one.fields("valueFrom").value(env) != null);
            if (refers) {
                return true;
            }
        }
        return false;
    }
}
