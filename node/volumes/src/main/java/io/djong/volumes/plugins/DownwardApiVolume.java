package io.djong.volumes.plugins;

import io.djong.api.core.v1.DownwardAPIVolumeSource;
import io.djong.api.core.v1.Volume;
import io.djong.volumes.AtomicFiles;
import io.djong.volumes.VolumePlugin;
import java.nio.file.Path;
import java.util.Objects;

/// Fields of the pod itself as files.
///
/// @spec https://kubernetes.io/docs/concepts/storage/volumes/#downwardapi downwardAPI
final class DownwardApiVolume implements VolumePlugin {

    private static final int MODE_DEFAULT = 0644;

    private final ObjectFiles files;

    DownwardApiVolume(ObjectFiles files) {
        this.files = files;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~downward-api";
    }

    @Override
    public boolean supports(Volume volume) {
        return volume.downwardAPI() != null;
    }

    @Override
    public boolean followsObjects() {
        return true;
    }

    @Override
    public Path setUp(Request request) {
        DownwardAPIVolumeSource source = Objects.requireNonNull(request.volume().downwardAPI());
        Integer mode = source.defaultMode();
        var content =
                files.ofPod(request.pod(), source.items(), mode == null ? MODE_DEFAULT : mode);
        new AtomicFiles(request.directory()).write(content, request.fsGroup());
        return request.directory();
    }
}
