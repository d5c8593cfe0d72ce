package io.djong.kubelet.images;

import io.djong.api.core.v1.LocalObjectReference;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.meta.Log;
import io.djong.runtime.RegistryCredentials;
import io.djong.runtime.cri.AuthConfig;
import io.djong.volumes.VolumeObjects;
import io.djong.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The credentials that a pod's `imagePullSecrets` hold.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/ Private registry
final class PullSecrets {

    private static final Log LOG = Log.of(PullSecrets.class);

    private final VolumeObjects objects;

    PullSecrets(VolumeObjects objects) {
        this.objects = objects;
    }

    /// A secret that is missing or malformed is left out: the image may be free for all.
    List<AuthConfig> of(Pod pod, String image) {
        RegistryCredentials credentials = new RegistryCredentials();
        for (LocalObjectReference reference : pod.spec().imagePullSecrets()) {
            objects.secret(pod.namespace(), reference.name())
                    .ifPresent(secret -> add(credentials, secret));
        }
        return credentials.of(image);
    }

    private static void add(RegistryCredentials credentials, Secret secret) {
        byte @Nullable [] json = secret.data().get(".dockerconfigjson");
        byte @Nullable [] old = secret.data().get(".dockercfg");
        try {
            if (json != null) {
                credentials.addDockerConfigJson(Json.parseObject(json));
            } else if (old != null) {
                credentials.addDockercfg(Json.parseObject(old));
            }
        } catch (RuntimeException malformed) {
            LOG.warn("Pull secret is malformed", malformed, "secret", secret.key());
        }
    }
}
