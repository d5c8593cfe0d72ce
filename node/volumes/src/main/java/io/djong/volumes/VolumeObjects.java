package io.djong.volumes;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Secret;
import java.util.Optional;

/// The objects of the API that volumes and environments are made of.
public interface VolumeObjects {

    Optional<ConfigMap> configMap(String namespace, String name);

    Optional<Secret> secret(String namespace, String name);

    Optional<PersistentVolumeClaim> claim(String namespace, String name);

    Optional<PersistentVolume> persistentVolume(String name);
}
