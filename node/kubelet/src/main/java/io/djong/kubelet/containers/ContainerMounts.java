package io.djong.kubelet.containers;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.VolumeMount;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.runtime.cri.Mount;
import io.djong.runtime.cri.MountPropagation;
import io.djong.volumes.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is mounted into a container: volumes, the hosts file, the file for its last words.
public final class ContainerMounts {

    private static final Path HOSTS = Path.of("/etc/hosts");

    private final KubeletConfig config;
    private final RandomGenerator random;

    public ContainerMounts(KubeletConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    List<Mount> of(
            Pod pod,
            Container container,
            List<String> addresses,
            Map<String, Path> volumes,
            Map<String, String> environment) {
        if (!container.volumeDevices().isEmpty()) {
            throw new ContainerConfigException(
                    "volumeDevices: block volumes are not supported on this node");
        }
        List<Mount> mounts = new ArrayList<>();
        boolean ownHosts = false;
        for (VolumeMount mount : container.volumeMounts()) {
            mounts.add(volume(mount, volumes, environment));
            ownHosts |= mount.mountPath().equals(HOSTS.toString());
        }
        try {
            if (!ownHosts) {
                mounts.add(hosts(pod, addresses));
            }
            if (!container.terminationMessagePath().isEmpty()) {
                mounts.add(lastWords(pod, container));
            }
        } catch (IOException failure) {
            throw new ContainerConfigException("prepare mounts: " + failure.getMessage(), failure);
        }
        return mounts;
    }

    private static Mount volume(
            VolumeMount mount, Map<String, Path> volumes, Map<String, String> environment) {
        Path source = volumes.get(mount.name());
        if (source == null) {
            throw new ContainerConfigException(
                    "cannot find volume \"%s\" to mount into container".formatted(mount.name()));
        }
        String subPath =
                mount.subPathExpr().isEmpty()
                        ? mount.subPath()
                        : expandedSubPath(mount.subPathExpr(), environment);
        if (!subPath.isEmpty()) {
            source = below(source, subPath);
        }
        String target = mount.mountPath();
        return Mount.newBuilder()
                .setHostPath(source.toString())
                .setContainerPath(target.startsWith("/") ? target : "/" + target)
                .setReadonly(mount.readOnly())
                .setPropagation(propagation(mount.mountPropagation()))
                .build();
    }

    private static String expandedSubPath(String expression, Map<String, String> environment) {
        String expanded = Expansion.expand(expression, environment);
        if (expanded.contains("$(")) {
            throw new ContainerConfigException("missing value for: " + expression);
        }
        return expanded;
    }

    /// A sub path is made when it is missing, and never leads out of its volume, whatever links are in it.
    private static Path below(Path volume, String subPath) {
        Path relative = Path.of(subPath).normalize();
        if (relative.isAbsolute() || relative.startsWith("..")) {
            throw new ContainerConfigException(
                    "subPath must be a relative path in the volume: " + subPath);
        }
        Path path = volume.resolve(relative);
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
                Trees.mode(path, (int) Files.getAttribute(volume, "unix:mode") & 0777);
            }
            Path real = path.toRealPath();
            if (!real.startsWith(volume.toRealPath())) {
                throw new ContainerConfigException(
                        "failed to prepare subPath for volumeMount: %s leads out of its volume"
                                .formatted(subPath));
            }
            return real;
        } catch (IOException failure) {
            throw new ContainerConfigException(
                    "failed to create subPath directory for volumeMount: " + failure.getMessage(),
                    failure);
        }
    }

    private static MountPropagation propagation(@Nullable String mode) {
        return switch (mode) {
            case "HostToContainer" -> MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
            case "Bidirectional" -> MountPropagation.PROPAGATION_BIDIRECTIONAL;
            case null, default -> MountPropagation.PROPAGATION_PRIVATE;
        };
    }

    private Mount hosts(Pod pod, List<String> addresses) throws IOException {
        Path file = config.directories().pod(pod.uid()).resolve("etc-hosts");
        Files.createDirectories(file.getParent());
        Hostnames names = Hostnames.of(pod, config.dns().clusterDomain());
        Files.writeString(file, HostsFile.text(pod, addresses, names, HOSTS));
        Trees.mode(file, 0644);
        return Mount.newBuilder()
                .setHostPath(file.toString())
                .setContainerPath(HOSTS.toString())
                .build();
    }

    /// Each start of a container has a file of its own, so that an old message is not taken for a new one.
    private Mount lastWords(Pod pod, Container container) throws IOException {
        Path directory =
                config.directories().pod(pod.uid()).resolve("containers").resolve(container.name());
        Files.createDirectories(directory);
        Path file = directory.resolve("%08x".formatted(random.nextInt()));
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(file);
        }
        Trees.mode(file, 0666);
        return Mount.newBuilder()
                .setHostPath(file.toString())
                .setContainerPath(container.terminationMessagePath())
                .build();
    }
}
