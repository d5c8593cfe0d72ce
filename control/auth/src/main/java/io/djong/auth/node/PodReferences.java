package io.djong.auth.node;

import io.djong.api.core.v1.Pod;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds what a pod refers to by name in its namespace.
public final class PodReferences {

    private static final List<String> CONTAINERS =
            List.of("initContainers", "containers", "ephemeralContainers");

    /// Volume types that name a secret with `secretRef` or `secretName`.
    private static final Set<String> WITH_SECRET_REF =
            Set.of("cephfs", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos");

    private PodReferences() {}

    public static boolean usesSecret(Pod pod, String name) {
        Search search = new Search(name);
        Fields spec = pod.spec().fields();
        each(spec, "imagePullSecrets", secret -> search.see(secret.string("name")));
        for (String kind : CONTAINERS) {
            each(
                    spec,
                    kind,
                    container -> {
                        each(
                                container,
                                "envFrom",
                                from -> search.see(from.fields("secretRef").string("name")));
                        each(
                                container,
                                "env",
                                variable ->
                                        search.see(
                                                variable.fields("valueFrom")
                                                        .fields("secretKeyRef")
                                                        .string("name")));
                    });
        }
        each(spec, "volumes", volume -> seeSecrets(volume, search));
        return search.found;
    }

    private static void seeSecrets(Fields volume, Search search) {
        search.see(volume.fields("secret").string("secretName"));
        search.see(volume.fields("azureFile").string("secretName"));
        search.see(volume.fields("csi").fields("nodePublishSecretRef").string("name"));
        WITH_SECRET_REF.forEach(
                type -> search.see(volume.fields(type).fields("secretRef").string("name")));
        each(
                volume.fields("projected"),
                "sources",
                source -> search.see(source.fields("secret").string("name")));
    }

    static boolean usesConfigMap(Pod pod, String name) {
        Search search = new Search(name);
        Fields spec = pod.spec().fields();
        for (String kind : CONTAINERS) {
            each(
                    spec,
                    kind,
                    container -> {
                        each(
                                container,
                                "envFrom",
                                from -> search.see(from.fields("configMapRef").string("name")));
                        each(
                                container,
                                "env",
                                variable ->
                                        search.see(
                                                variable.fields("valueFrom")
                                                        .fields("configMapKeyRef")
                                                        .string("name")));
                    });
        }
        each(
                spec,
                "volumes",
                volume -> {
                    search.see(volume.fields("configMap").string("name"));
                    each(
                            volume.fields("projected"),
                            "sources",
                            source -> search.see(source.fields("configMap").string("name")));
                });
        return search.found;
    }

    static boolean usesClaim(Pod pod, String name) {
        Search search = new Search(name);
        each(
                pod.spec().fields(),
                "volumes",
                volume -> {
                    search.see(volume.fields("persistentVolumeClaim").string("claimName"));
                    if (volume.value("ephemeral") != null) {
                        search.see(pod.name() + "-" + volume.string("name"));
                    }
                });
        return search.found;
    }

    static boolean usesResourceClaim(Pod pod, String name) {
        Search search = new Search(name);
        each(
                pod.spec().fields(),
                "resourceClaims",
                claim -> search.see(claim.string("resourceClaimName")));
        each(
                pod.status().fields(),
                "resourceClaimStatuses",
                claim -> search.see(claim.string("resourceClaimName")));
        return search.found;
    }

    private static final class Search {
        private final String name;
        private boolean found;

        Search(String name) {
            this.name = name;
        }

        void see(String candidate) {
            found |= candidate.equals(name);
        }
    }

    private static void each(Fields fields, String list, Consumer<Fields> action) {
        for (@Nullable Object item : fields.list(list)) {
            if (item instanceof Fields one) {
                action.accept(one);
            }
        }
    }
}
