package io.djong.volumes.plugins;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.EmptyDirVolumeSource;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Volume;
import io.djong.meta.Quantity;
import io.djong.volumes.Trees;
import io.djong.volumes.VolumeException;
import io.djong.volumes.VolumePlugin;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A directory that lives as long as its pod, on the node's disk or in memory.
///
/// A size limit on disk is not enforced here: the kubelet evicts pods that write more.
///
/// @spec https://kubernetes.io/docs/concepts/storage/volumes/#emptydir emptyDir
final class EmptyDir implements VolumePlugin {

    private static final int ANYBODY = 0777;

    @Override
    public String directoryName() {
        return "kubernetes.io~empty-dir";
    }

    @Override
    public boolean supports(Volume volume) {
        return volume.emptyDir() != null;
    }

    @Override
    public Path setUp(Request request) {
        EmptyDirVolumeSource source = Objects.requireNonNull(request.volume().emptyDir());
        Path directory = request.directory();
        Path ready = directory.resolveSibling("." + request.volume().name() + ".ready");
        Runnable open =
                () -> {
                    Trees.mode(directory, ANYBODY);
                    Trees.giveToGroup(directory, request.fsGroup(), false);
                };
        switch (source.medium()) {
            case "" -> Once.of(ready, open);
            case "Memory" -> {
                if (MemoryMount.ensure(directory, size(request.pod(), source))) {
                    open.run();
                }
            }
            default ->
                    throw new VolumeException(
                            "unknown storage medium \"%s\"".formatted(source.medium()));
        }
        return request.directory();
    }

    /// The least of the volume's own limit and the sum of its containers' memory limits.
    private static @Nullable Long size(Pod pod, EmptyDirVolumeSource source) {
        Quantity limit = source.sizeLimit();
        Long size = limit == null || limit.isZero() ? null : (Long) limit.value();
        long memory = 0;
        for (Container container : pod.spec().containers()) {
            Quantity containerLimit = container.resources().limits().get("memory");
            if (containerLimit == null) {
                return size;
            }
            memory += containerLimit.value();
        }
        if (memory == 0) {
            return size;
        }
        return size == null ? (Long) memory : (Long) Math.min(size, memory);
    }
}
