package io.djong.volumes.plugins;

import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Volume;
import io.djong.volumes.MountCalls;
import io.djong.volumes.Mounted;
import io.djong.volumes.Trees;
import io.djong.volumes.VolumeException;
import io.djong.volumes.VolumeObjects;
import io.djong.volumes.VolumePlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A claim on a persistent volume that is a directory of this node (`hostPath` or `local`).
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/ Persistent Volumes
final class PersistentClaim implements VolumePlugin {

    private final VolumeObjects objects;

    PersistentClaim(VolumeObjects objects) {
        this.objects = objects;
    }

    @Override
    public String directoryName() {
        return "kubernetes.io~local-volume";
    }

    @Override
    public boolean supports(Volume volume) {
        return volume.persistentVolumeClaim() != null;
    }

    @Override
    public Path setUp(Request request) {
        var source = Objects.requireNonNull(request.volume().persistentVolumeClaim());
        String namespace = request.pod().namespace();
        PersistentVolumeClaim claim =
                objects.claim(namespace, source.claimName())
                        .orElseThrow(() ->
                                new VolumeException(
                                        "persistentvolumeclaim \"%s\" not found"
                                                .formatted(source.claimName())));
        if (claim.spec().volumeName().isEmpty() || !claim.status().phase().equals("Bound")) {
            throw new VolumeException("PVC %s/%s is not bound".formatted(namespace, claim.name()));
        }
        PersistentVolume volume =
                objects.persistentVolume(claim.spec().volumeName())
                        .orElseThrow(() ->
                                new VolumeException(
                                        "persistentvolume \"%s\" not found"
                                                .formatted(claim.spec().volumeName())));
        return place(request, volume);
    }

    private static Path place(Request request, PersistentVolume volume) {
        var host = volume.spec().hostPath();
        if (host != null) {
            return HostPath.checked(host);
        }
        var local = volume.spec().local();
        if (local == null) {
            throw new VolumeException("no volume plugin matched");
        }
        Path path = Path.of(local.path());
        if (!Files.isDirectory(path)) {
            throw new VolumeException("path \"%s\" does not exist".formatted(path));
        }
        // A bind mount of its own, so that the volume counts as in use while a pod has it.
        if (!Mounted.at(request.directory())) {
            MountCalls.bind(path, request.directory());
            Trees.giveToGroup(request.directory(), request.fsGroup(), false);
        }
        return request.directory();
    }
}
