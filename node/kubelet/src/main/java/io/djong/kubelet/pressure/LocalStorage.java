package io.djong.kubelet.pressure;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Volume;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.containers.PodResources;
import io.djong.kubelet.status.PodStatuses.Ending;
import io.djong.meta.Quantity;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Finds pods that wrote more to the node's disk than they may.
///
/// @spec https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-emphemeralstorage-consumption Local ephemeral storage
final class LocalStorage {

    private final KubeletConfig config;

    LocalStorage(KubeletConfig config) {
        this.config = config;
    }

    /// Why the pod has to go, worded as in Kubernetes 1.36.
    Optional<Ending> excess(Pod pod) {
        for (Volume volume : pod.spec().volumes()) {
            var source = volume.emptyDir();
            Quantity limit = source == null ? null : source.sizeLimit();
            boolean onDisk = source != null && source.medium().isEmpty();
            if (limit != null && onDisk && !limit.isZero()) {
                Path directory =
                        config.directories()
                                .pod(pod.uid())
                                .resolve("volumes/kubernetes.io~empty-dir")
                                .resolve(volume.name());
                if (size(directory) > limit.value()) {
                    return Optional.of(
                            ending(
                                    "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                                            .formatted(volume.name(), limit)));
                }
            }
        }
        Quantity limit = PodResources.limits(pod).get("ephemeral-storage");
        if (limit != null) {
            long used =
                    size(
                                    config.directories()
                                            .pod(pod.uid())
                                            .resolve("volumes/kubernetes.io~empty-dir"))
                            + size(config.logDirectory(pod.namespace(), pod.name(), pod.uid()));
            if (used > limit.value()) {
                return Optional.of(
                        ending(
                                "Pod ephemeral local storage usage exceeds the total limit of containers %s. "
                                        .formatted(limit)));
            }
        }
        return Optional.empty();
    }

    private static Ending ending(String message) {
        return new Ending("Evicted", message, "TerminationByKubelet", message);
    }

    private static long size(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        AtomicLong sum = new AtomicLong();
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            sum.addAndGet(attributes.size());
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException gone) {
            return sum.get();
        }
        return sum.get();
    }
}
