package io.djong.volumes;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Volume;
import io.djong.volumes.VolumePlugin.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mounts and unmounts the volumes of pods, below one directory a pod.
///
/// Stateless: what is mounted is seen on disk and in the kernel's table, so it does not matter who mounted it.
public final class PodVolumes {

    private final Path pods;
    private final List<VolumePlugin> plugins;

    /// @param pods the directory that has a directory for each pod, named by its uid
    public PodVolumes(Path pods, List<VolumePlugin> plugins) {
        this.pods = pods;
        this.plugins = List.copyOf(plugins);
    }

    /// Makes all volumes of a pod ready.
    ///
    /// @return where each one is, by its name in the pod
    /// @throws VolumeException worded as upstream's `FailedMount` event
    public Map<String, Path> mount(Pod pod) {
        Map<String, Path> places = new LinkedHashMap<>();
        for (Volume volume : pod.spec().volumes()) {
            places.put(volume.name(), mount(pod, volume));
        }
        return places;
    }

    private Path mount(Pod pod, Volume volume) {
        try {
            VolumePlugin plugin = plugin(volume);
            Path directory = directory(pod.uid(), plugin, volume.name());
            Files.createDirectories(directory);
            return plugin.setUp(new Request(pod, volume, directory));
        } catch (VolumeException failure) {
            throw new VolumeException(
                    "MountVolume.SetUp failed for volume \"%s\" : %s"
                            .formatted(volume.name(), failure.text()),
                    failure);
        } catch (IOException failure) {
            throw new VolumeException(
                    "MountVolume.SetUp failed for volume \"%s\" : %s"
                            .formatted(volume.name(), failure.getMessage()),
                    failure);
        }
    }

    /// Brings volumes up to date that follow objects of the API.
    ///
    /// @throws VolumeException as [#mount]; what could be updated has been
    public void refresh(Pod pod) {
        VolumeException last = null;
        for (Volume volume : pod.spec().volumes()) {
            if (plugin(volume).followsObjects()) {
                try {
                    mount(pod, volume);
                } catch (VolumeException failure) {
                    last = failure;
                }
            }
        }
        if (last != null) {
            throw last;
        }
    }

    /// Whether a pod of that uid has anything on disk.
    public boolean hasAny(String uid) {
        return Files.exists(pods.resolve(uid));
    }

    /// Unmounts a pod's volumes and removes what was in them; other files of the pod stay.
    public void unmount(String uid) {
        removeTree(pods.resolve(uid).resolve("volumes"));
    }

    /// Unmounts everything of a pod and removes its directory with all that it wrote there.
    public void remove(String uid) {
        removeTree(pods.resolve(uid));
    }

    private static void removeTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        MountTable.below(directory).forEach(MountCalls::unmount);
        List<Path> left = MountTable.below(directory);
        if (!left.isEmpty()) {
            throw new VolumeException("still mounted: " + left);
        }
        Trees.remove(directory);
    }

    private Path directory(String uid, VolumePlugin plugin, String name) {
        return pods.resolve(uid).resolve("volumes").resolve(plugin.directoryName()).resolve(name);
    }

    private VolumePlugin plugin(Volume volume) {
        return plugins.stream()
                .filter(plugin -> plugin.supports(volume))
                .findFirst()
                .orElseThrow(() -> new VolumeException("no volume plugin matched"));
    }
}
