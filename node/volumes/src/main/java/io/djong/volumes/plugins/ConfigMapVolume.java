package io.djong.volumes.plugins;

import io.djong.api.core.v1.ConfigMapVolumeSource;
import io.djong.api.core.v1.Volume;
import io.djong.volumes.AtomicFiles;
import io.djong.volumes.VolumePlugin;
import java.nio.file.Path;
import java.util.Objects;

/// The keys of a ConfigMap as files.
///
/// @spec https://kubernetes.io/docs/concepts/storage/volumes/#configmap configMap
final class ConfigMapVolume implements VolumePlugin {

    private static final int MODE_DEFAULT = 0644;

    private final ObjectFiles files;

    ConfigMapVolume(ObjectFiles files) {
        this.files = files;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~configmap";
    }

    @Override
    public boolean supports(Volume volume) {
        return volume.configMap() != null;
    }

    @Override
    public boolean followsObjects() {
        return true;
    }

    @Override
    public Path setUp(Request request) {
        ConfigMapVolumeSource source = Objects.requireNonNull(request.volume().configMap());
        Integer mode = source.defaultMode();
        var content =
                files.ofConfigMap(
                        request.pod(),
                        source.name(),
                        source.items(),
                        mode == null ? MODE_DEFAULT : mode,
                        source.optional());
        new AtomicFiles(request.directory()).write(content, request.fsGroup());
        return request.directory();
    }
}
