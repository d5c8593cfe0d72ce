package io.djong.volumes.plugins;

import io.djong.api.core.v1.ProjectedVolumeSource;
import io.djong.api.core.v1.Volume;
import io.djong.api.core.v1.VolumeProjection;
import io.djong.volumes.AtomicFiles;
import io.djong.volumes.AtomicFiles.Content;
import io.djong.volumes.VolumeException;
import io.djong.volumes.VolumePlugin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Several sources in one directory; how every pod gets its service account's token.
///
/// @spec https://kubernetes.io/docs/concepts/storage/projected-volumes/ Projected volumes
final class Projected implements VolumePlugin {

    private static final int MODE_DEFAULT = 0644;

    private final ObjectFiles files;

    Projected(ObjectFiles files) {
        this.files = files;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~projected";
    }

    @Override
    public boolean supports(Volume volume) {
        return volume.projected() != null;
    }

    @Override
    public boolean followsObjects() {
        return true;
    }

    @Override
    public Path setUp(Request request) {
        ProjectedVolumeSource source = Objects.requireNonNull(request.volume().projected());
        Integer own = source.defaultMode();
        int mode = own == null ? MODE_DEFAULT : own;
        Map<String, Content> all = new LinkedHashMap<>();
        for (VolumeProjection projection : source.sources()) {
            all.putAll(files(request, projection, mode));
        }
        var _ = MemoryMount.ensure(request.directory(), null);
        new AtomicFiles(request.directory()).write(all, request.fsGroup());
        return request.directory();
    }

    private Map<String, Content> files(Request request, VolumeProjection projection, int mode) {
        var map = projection.configMap();
        if (map != null) {
            return files.ofConfigMap(request.pod(), map.name(), map.items(), mode, map.optional());
        }
        var secret = projection.secret();
        if (secret != null) {
            return files.ofSecret(
                    request.pod(), secret.name(), secret.items(), mode, secret.optional());
        }
        var fields = projection.downwardAPI();
        if (fields != null) {
            return files.ofPod(request.pod(), fields.items(), mode);
        }
        var token = projection.serviceAccountToken();
        if (token != null) {
            return files.ofToken(request.pod(), token, mode, request.fsGroup());
        }
        throw new VolumeException(
                "projection source is not supported: " + projection.fields().keySet());
    }
}
