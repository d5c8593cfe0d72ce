package io.djong.kubelet.containers;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerPort;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSecurityContext;
import io.djong.api.core.v1.Sysctl;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.runtime.cri.Int64Value;
import io.djong.runtime.cri.LinuxContainerResources;
import io.djong.runtime.cri.LinuxPodSandboxConfig;
import io.djong.runtime.cri.LinuxSandboxSecurityContext;
import io.djong.runtime.cri.PodSandboxConfig;
import io.djong.runtime.cri.PodSandboxMetadata;
import io.djong.runtime.cri.PortMapping;
import io.djong.runtime.cri.Protocol;
import io.djong.runtime.cri.SecurityProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks for pod sandboxes.
public final class SandboxConfigs {

    private final KubeletConfig config;
    private final ResolverSettings resolver;

    public SandboxConfigs(KubeletConfig config, ResolverSettings resolver) {
        this.config = config;
        this.resolver = resolver;
    }

    /// @param cgroup the pod's own, in the runtime's notation
    public PodSandboxConfig of(Pod pod, int attempt, String cgroup) {
        Hostnames names = Hostnames.of(pod, config.dns().clusterDomain());
        boolean qualified = Boolean.TRUE.equals(pod.spec().setHostnameAsFQDN());
        PodSandboxConfig.Builder sandbox =
                PodSandboxConfig.newBuilder()
                        .setMetadata(
                                PodSandboxMetadata.newBuilder()
                                        .setName(pod.name())
                                        .setNamespace(pod.namespace())
                                        .setUid(pod.uid())
                                        .setAttempt(attempt))
                        .setLogDirectory(
                                config.logDirectory(pod.namespace(), pod.name(), pod.uid())
                                        .toString())
                        .setDnsConfig(resolver.of(pod))
                        .putAllLabels(labels(pod))
                        .putAllAnnotations(pod.annotations())
                        .setLinux(linux(pod, cgroup));
        // On the host's network the name is the host's own, and the runtime refuses to be given
        // one.
        if (!pod.spec().hostNetwork()) {
            sandbox.setHostname(qualified ? names.qualified() : names.name());
            addPorts(pod, sandbox);
        }
        return sandbox.build();
    }

    static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = new HashMap<>(pod.labels());
        labels.put(Names.POD_NAME, pod.name());
        labels.put(Names.POD_NAMESPACE, pod.namespace());
        labels.put(Names.POD_UID, pod.uid());
        return labels;
    }

    private static void addPorts(Pod pod, PodSandboxConfig.Builder sandbox) {
        for (List<Container> containers :
                List.of(PodContainers.sidecars(pod), pod.spec().containers())) {
            for (Container container : containers) {
                for (ContainerPort port : container.ports()) {
                    sandbox.addPortMappings(
                            PortMapping.newBuilder()
                                    .setProtocol(protocol(port))
                                    .setContainerPort(port.containerPort())
                                    .setHostPort(port.hostPort())
                                    .setHostIp(port.hostIP()));
                }
            }
        }
    }

    private static Protocol protocol(ContainerPort port) {
        return switch (port.protocol()) {
            case "UDP" -> Protocol.UDP;
            case "SCTP" -> Protocol.SCTP;
            default -> Protocol.TCP;
        };
    }

    private static LinuxPodSandboxConfig linux(Pod pod, String cgroup) {
        PodSecurityContext ofPod = Security.ofPod(pod);
        LinuxSandboxSecurityContext.Builder security =
                LinuxSandboxSecurityContext.newBuilder()
                        .setNamespaceOptions(Security.namespaces(pod, null))
                        .setPrivileged(
                                PodContainers.all(pod).stream()
                                        .anyMatch(one ->
                                                Security.isTrue(Security.own(one).privileged())))
                        .setSeccomp(
                                SecurityProfile.newBuilder()
                                        .setProfileType(SecurityProfile.ProfileType.RuntimeDefault))
                        .addAllSupplementalGroups(ofPod.supplementalGroups());
        Long fsGroup = ofPod.fsGroup();
        if (fsGroup != null) {
            security.addSupplementalGroups(fsGroup);
        }
        Long user = ofPod.runAsUser();
        Long group = ofPod.runAsGroup();
        if (user != null) {
            security.setRunAsUser(Int64Value.newBuilder().setValue(user));
            if (group != null) {
                security.setRunAsGroup(Int64Value.newBuilder().setValue(group));
            }
        }
        LinuxPodSandboxConfig.Builder linux =
                LinuxPodSandboxConfig.newBuilder()
                        .setCgroupParent(cgroup)
                        .setSecurityContext(security)
                        .setResources(LinuxContainerResources.getDefaultInstance());
        for (Sysctl sysctl : ofPod.sysctls()) {
            linux.putSysctls(sysctl.name().replace('/', '.'), sysctl.value());
        }
        return linux.build();
    }
}
