package io.djong.kubelet.containers;

import com.google.protobuf.ByteString;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Lifecycle;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.runtime.cri.ContainerConfig;
import io.djong.runtime.cri.ContainerMetadata;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.ImageSpec;
import io.djong.runtime.cri.KeyValue;
import io.djong.runtime.cri.LinuxContainerConfig;
import io.djong.runtime.cri.LinuxContainerResources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Asks for containers.
public final class ContainerConfigs {

    private final KubeletConfig config;
    private final Environment environment;
    private final ContainerMounts mounts;
    private final Security security;
    private final long memoryCapacity;

    public ContainerConfigs(
            KubeletConfig config,
            Environment environment,
            ContainerMounts mounts,
            Security security,
            long memoryCapacity) {
        this.config = config;
        this.environment = environment;
        this.mounts = mounts;
        this.security = security;
        this.memoryCapacity = memoryCapacity;
    }

    /// @param imageId what the image's name stands for now
    /// @param image what it says of itself
    /// @param target the id of the container whose processes it shares, or null
    public record Wanted(
            Pod pod,
            Container container,
            int restarts,
            String imageId,
            @Nullable Image image,
            Map<String, Path> volumes,
            @Nullable String target) {}

    /// @param addresses the pod's
    /// @throws ContainerConfigException when something it needs is missing or forbidden
    public ContainerConfig of(Wanted wanted, List<String> addresses) {
        Pod pod = wanted.pod();
        Container container = wanted.container();
        Map<String, String> variables = environment.of(pod, container);
        String log = container.name() + "/" + wanted.restarts() + ".log";
        makeLogDirectory(pod, log);
        ContainerConfig.Builder request =
                ContainerConfig.newBuilder()
                        .setMetadata(
                                ContainerMetadata.newBuilder()
                                        .setName(container.name())
                                        .setAttempt(wanted.restarts()))
                        .setImage(
                                ImageSpec.newBuilder()
                                        .setImage(wanted.imageId())
                                        .setUserSpecifiedImage(container.image()))
                        .setWorkingDir(container.workingDir())
                        .putAllLabels(labels(pod, container))
                        .putAllAnnotations(annotations(pod, container, wanted.restarts()))
                        .addAllMounts(
                                mounts.of(pod, container, addresses, wanted.volumes(), variables))
                        .setLogPath(log)
                        .setStdin(container.stdin())
                        .setStdinOnce(container.stdinOnce())
                        .setTty(container.tty())
                        .setLinux(
                                LinuxContainerConfig.newBuilder()
                                        .setResources(resources(pod, container))
                                        .setSecurityContext(
                                                security.of(
                                                        pod,
                                                        container,
                                                        wanted.image(),
                                                        wanted.target())));
        container.command().forEach(word -> request.addCommand(Expansion.expand(word, variables)));
        container.args().forEach(word -> request.addArgs(Expansion.expand(word, variables)));
        variables.forEach((name, value) ->
                request.addEnvs(
                        KeyValue.newBuilder()
                                .setKey(name)
                                .setValue(ByteString.copyFromUtf8(value))));
        return request.build();
    }

    /// What the container may use, in the kernel's terms.
    public LinuxContainerResources resources(Pod pod, Container container) {
        return LinuxResources.of(pod, container, memoryCapacity);
    }

    private void makeLogDirectory(Pod pod, String log) {
        Path file = config.logDirectory(pod.namespace(), pod.name(), pod.uid()).resolve(log);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException failure) {
            throw new ContainerConfigException(
                    "create log directory for container %s failed: %s"
                            .formatted(log, failure.getMessage()),
                    failure);
        }
    }

    private static Map<String, String> labels(Pod pod, Container container) {
        return Map.of(
                Names.POD_NAME,
                pod.name(),
                Names.POD_NAMESPACE,
                pod.namespace(),
                Names.POD_UID,
                pod.uid(),
                Names.CONTAINER,
                container.name());
    }

    /// What is needed to stop the container properly when its pod is no longer known.
    private static Map<String, String> annotations(Pod pod, Container container, int restarts) {
        Map<String, String> notes = new HashMap<>();
        notes.put(Names.HASH, hash(container));
        notes.put(Names.RESTARTS, Integer.toString(restarts));
        notes.put(Names.MESSAGE_PATH, container.terminationMessagePath());
        notes.put(Names.MESSAGE_POLICY, container.terminationMessagePolicy());
        Long grace = pod.spec().terminationGracePeriodSeconds();
        if (grace != null) {
            notes.put(Names.POD_GRACE, grace.toString());
        }
        Long deletionGrace = pod.metadata().deletionGracePeriodSeconds();
        if (deletionGrace != null) {
            notes.put(Names.POD_DELETION_GRACE, deletionGrace.toString());
        }
        Lifecycle lifecycle = container.lifecycle();
        if (lifecycle != null && lifecycle.preStop() != null) {
            notes.put(Names.PRE_STOP, String.valueOf(lifecycle.preStop().fields()));
        }
        return notes;
    }

    /// Only a new image makes a running container be replaced, as upstream has it.
    public static String hash(Container container) {
        CRC32C sum = new CRC32C();
        sum.update((container.name() + '\n' + container.image()).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
