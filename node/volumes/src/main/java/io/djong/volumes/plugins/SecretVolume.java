package io.djong.volumes.plugins;

import io.djong.api.core.v1.SecretVolumeSource;
import io.djong.api.core.v1.Volume;
import io.djong.volumes.AtomicFiles;
import io.djong.volumes.VolumePlugin;
import java.nio.file.Path;
import java.util.Objects;

/// The keys of a Secret as files that never touch a disk.
///
/// @spec https://kubernetes.io/docs/concepts/storage/volumes/#secret secret
final class SecretVolume implements VolumePlugin {

    private static final int MODE_DEFAULT = 0644;

    private final ObjectFiles files;

    SecretVolume(ObjectFiles files) {
        this.files = files;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~secret";
    }

    @Override
    public boolean supports(Volume volume) {
        return volume.secret() != null;
    }

    @Override
    public boolean followsObjects() {
        return true;
    }

    @Override
    public Path setUp(Request request) {
        SecretVolumeSource source = Objects.requireNonNull(request.volume().secret());
        Integer mode = source.defaultMode();
        var content =
                files.ofSecret(
                        request.pod(),
                        source.secretName(),
                        source.items(),
                        mode == null ? MODE_DEFAULT : mode,
                        source.optional());
        var _ = MemoryMount.ensure(request.directory(), null);
        new AtomicFiles(request.directory()).write(content, request.fsGroup());
        return request.directory();
    }
}
