package io.djong.kubelet.containers;

import io.djong.api.core.v1.AppArmorProfile;
import io.djong.api.core.v1.Capabilities;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSecurityContext;
import io.djong.api.core.v1.SeccompProfile;
import io.djong.api.core.v1.SecurityContext;
import io.djong.runtime.cri.Capability;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.Int64Value;
import io.djong.runtime.cri.LinuxContainerSecurityContext;
import io.djong.runtime.cri.NamespaceMode;
import io.djong.runtime.cri.NamespaceOption;
import io.djong.runtime.cri.SecurityProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a container may do, from its own and its pod's security context.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ Security context
public final class Security {

    private static final List<String> MASKED_PATHS =
            List.of(
                    "/proc/asound",
                    "/proc/acpi",
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware",
                    "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY_PATHS =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private final Path seccompProfiles;
    private final Set<String> missingCapabilities;
    private final boolean hasAppArmor;

    /// @param seccompProfiles where `Localhost` profiles lie
    /// @param missingCapabilities what this machine's root may not do itself, and so cannot give
    /// @param hasAppArmor whether the machine enforces AppArmor profiles; where it does not, asking for one fails
    public Security(Path seccompProfiles, Set<String> missingCapabilities, boolean hasAppArmor) {
        this.hasAppArmor = hasAppArmor;
        this.seccompProfiles = seccompProfiles;
        this.missingCapabilities = Set.copyOf(missingCapabilities);
    }

    /// @param image that the container runs, which may name a user
    /// @param target the id of the container whose processes it shares, or null
    LinuxContainerSecurityContext of(
            Pod pod, Container container, @Nullable Image image, @Nullable String target) {
        SecurityContext own = own(container);
        PodSecurityContext ofPod = ofPod(pod);
        LinuxContainerSecurityContext.Builder security =
                LinuxContainerSecurityContext.newBuilder()
                        .setNamespaceOptions(namespaces(pod, target))
                        .setPrivileged(isTrue(own.privileged()))
                        .setReadonlyRootfs(isTrue(own.readOnlyRootFilesystem()))
                        .setNoNewPrivs(Boolean.FALSE.equals(own.allowPrivilegeEscalation()))
                        .setSeccomp(
                                seccomp(
                                        own.seccompProfile() == null
                                                ? ofPod.seccompProfile()
                                                : own.seccompProfile()))
                        .addAllSupplementalGroups(ofPod.supplementalGroups());
        AppArmorProfile appArmor =
                own.appArmorProfile() == null ? ofPod.appArmorProfile() : own.appArmorProfile();
        if (hasAppArmor && appArmor != null) {
            security.setApparmor(appArmor(appArmor));
        }
        Long fsGroup = ofPod.fsGroup();
        if (fsGroup != null) {
            security.addSupplementalGroups(fsGroup);
        }
        if (!"Unmasked".equals(own.procMount())) {
            security.addAllMaskedPaths(MASKED_PATHS).addAllReadonlyPaths(READ_ONLY_PATHS);
        }
        var capabilities = own.capabilities();
        if (capabilities != null) {
            security.setCapabilities(capabilities(capabilities));
        }
        user(pod, container, image, security);
        return security.build();
    }

    private Capability capabilities(Capabilities wanted) {
        Capability.Builder capabilities =
                Capability.newBuilder().addAllDropCapabilities(wanted.drop());
        for (String name : wanted.add()) {
            if (!missingCapabilities.contains(name)) {
                capabilities.addAddCapabilities(name);
            }
        }
        return capabilities.build();
    }

    private static void user(
            Pod pod,
            Container container,
            @Nullable Image image,
            LinuxContainerSecurityContext.Builder security) {
        SecurityContext own = own(container);
        PodSecurityContext ofPod = ofPod(pod);
        Long user = own.runAsUser() == null ? ofPod.runAsUser() : own.runAsUser();
        Long group = own.runAsGroup() == null ? ofPod.runAsGroup() : own.runAsGroup();
        Boolean nonRoot = own.runAsNonRoot() == null ? ofPod.runAsNonRoot() : own.runAsNonRoot();
        if (isTrue(nonRoot)) {
            refuseRoot(pod, container, user, image);
        }
        if (user != null) {
            security.setRunAsUser(Int64Value.newBuilder().setValue(user));
        } else if (image != null && image.hasUid()) {
            security.setRunAsUser(image.getUid());
        } else if (image != null && !image.getUsername().isEmpty()) {
            security.setRunAsUsername(image.getUsername());
        } else if (group != null) {
            security.setRunAsUser(Int64Value.getDefaultInstance());
        }
        if (group != null) {
            security.setRunAsGroup(Int64Value.newBuilder().setValue(group));
        }
    }

    /// Messages are those of Kubernetes 1.36.
    private static void refuseRoot(
            Pod pod, Container container, @Nullable Long user, @Nullable Image image) {
        String which =
                "(pod: \"%s\", container: %s)"
                        .formatted(PodContainers.title(pod), container.name());
        if (user != null) {
            if (user == 0) {
                throw new ContainerConfigException(
                        "container's runAsUser breaks non-root policy " + which);
            }
            return;
        }
        if (image == null) {
            return;
        }
        boolean isRoot =
                image.hasUid() ? image.getUid().getValue() == 0 : image.getUsername().isEmpty();
        if (isRoot) {
            throw new ContainerConfigException(
                    "container has runAsNonRoot and image will run as root " + which);
        }
        if (!image.getUsername().isEmpty()) {
            throw new ContainerConfigException(
                    "container has runAsNonRoot and image has non-numeric user (%s), cannot verify user is non-root %s"
                            .formatted(image.getUsername(), which));
        }
    }

    SecurityProfile seccomp(@Nullable SeccompProfile profile) {
        String type = profile == null ? "Unconfined" : profile.type();
        return switch (type) {
            case "RuntimeDefault" ->
                    SecurityProfile.newBuilder()
                            .setProfileType(SecurityProfile.ProfileType.RuntimeDefault)
                            .build();
            case "Localhost" -> {
                String name = profile == null ? null : profile.localhostProfile();
                yield SecurityProfile.newBuilder()
                        .setProfileType(SecurityProfile.ProfileType.Localhost)
                        .setLocalhostRef(
                                seccompProfiles.resolve(name == null ? "" : name).toString())
                        .build();
            }
            default ->
                    SecurityProfile.newBuilder()
                            .setProfileType(SecurityProfile.ProfileType.Unconfined)
                            .build();
        };
    }

    private static SecurityProfile appArmor(AppArmorProfile profile) {
        String name = profile.localhostProfile();
        SecurityProfile.ProfileType type =
                switch (profile.type()) {
                    case "Localhost" -> SecurityProfile.ProfileType.Localhost;
                    case "Unconfined" -> SecurityProfile.ProfileType.Unconfined;
                    default -> SecurityProfile.ProfileType.RuntimeDefault;
                };
        return SecurityProfile.newBuilder()
                .setProfileType(type)
                .setLocalhostRef(name == null ? "" : name)
                .build();
    }

    static NamespaceOption namespaces(Pod pod, @Nullable String target) {
        NamespaceOption.Builder options =
                NamespaceOption.newBuilder()
                        .setNetwork(
                                pod.spec().hostNetwork() ? NamespaceMode.NODE : NamespaceMode.POD)
                        .setIpc(pod.spec().hostIPC() ? NamespaceMode.NODE : NamespaceMode.POD)
                        .setPid(
                                pod.spec().hostPID()
                                        ? NamespaceMode.NODE
                                        : isTrue(pod.spec().shareProcessNamespace())
                                                ? NamespaceMode.POD
                                                : NamespaceMode.CONTAINER);
        if (target != null) {
            options.setPid(NamespaceMode.TARGET).setTargetId(target);
        }
        return options.build();
    }

    static SecurityContext own(Container container) {
        SecurityContext own = container.securityContext();
        return own == null ? SecurityContext.EMPTY : own;
    }

    static PodSecurityContext ofPod(Pod pod) {
        PodSecurityContext ofPod = pod.spec().securityContext();
        return ofPod == null ? PodSecurityContext.EMPTY : ofPod;
    }

    static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
