package io.djong.runtime;

import io.djong.runtime.cri.AttachRequest;
import io.djong.runtime.cri.AuthConfig;
import io.djong.runtime.cri.Container;
import io.djong.runtime.cri.ContainerConfig;
import io.djong.runtime.cri.ContainerFilter;
import io.djong.runtime.cri.ContainerStats;
import io.djong.runtime.cri.ContainerStatsFilter;
import io.djong.runtime.cri.ContainerStatusResponse;
import io.djong.runtime.cri.ExecRequest;
import io.djong.runtime.cri.ExecSyncResponse;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.ImageFsInfoResponse;
import io.djong.runtime.cri.ImageSpec;
import io.djong.runtime.cri.LinuxContainerResources;
import io.djong.runtime.cri.PodSandbox;
import io.djong.runtime.cri.PodSandboxConfig;
import io.djong.runtime.cri.PodSandboxFilter;
import io.djong.runtime.cri.PodSandboxStats;
import io.djong.runtime.cri.PodSandboxStatsFilter;
import io.djong.runtime.cri.PodSandboxStatusResponse;
import io.djong.runtime.cri.PortForwardRequest;
import io.djong.runtime.cri.StatusResponse;
import io.djong.runtime.cri.VersionResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A container runtime as the kubelet sees it: sandboxes, containers, images.
///
/// Every method blocks until the runtime has answered and throws [CriException] when it refused. An
/// interrupt cancels the call. Methods that stop or remove something succeed when it is already gone.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/cri/ Container Runtime Interface
public interface Cri extends AutoCloseable {

    VersionResponse version();

    /// Conditions `RuntimeReady` and `NetworkReady`; `verbose` adds the runtime's own configuration as JSON.
    StatusResponse status(boolean verbose);

    /// Tells the runtime the node's pod network, for runtimes that template their CNI configuration.
    void updatePodCidr(String podCidr);

    /// Makes a pod's namespaces, network and pause process.
    ///
    /// @param handler the runtime handler of the pod's RuntimeClass; empty for the default one
    /// @return the sandbox's id
    String runPodSandbox(PodSandboxConfig config, String handler);

    /// Kills what still runs in the sandbox and takes its network down.
    void stopPodSandbox(String sandbox);

    void removePodSandbox(String sandbox);

    PodSandboxStatusResponse podSandboxStatus(String sandbox, boolean verbose);

    List<PodSandbox> listPodSandboxes(PodSandboxFilter filter);

    /// @param sandboxConfig the same as the sandbox was made with
    /// @return the container's id
    String createContainer(String sandbox, ContainerConfig config, PodSandboxConfig sandboxConfig);

    void startContainer(String container);

    /// Sends the image's stop signal, and SIGKILL after `grace`; blocks until the process has ended.
    void stopContainer(String container, Duration grace);

    void removeContainer(String container);

    List<Container> listContainers(ContainerFilter filter);

    ContainerStatusResponse containerStatus(String container, boolean verbose);

    void updateContainerResources(String container, LinuxContainerResources resources);

    /// Makes the runtime write to a new file after the log was renamed.
    void reopenContainerLog(String container);

    /// Runs a command and waits for it.
    ///
    /// @param timeout zero waits without end
    /// @throws CriException with `DEADLINE_EXCEEDED` when the command took longer than `timeout`
    ExecSyncResponse execSync(String container, List<String> command, Duration timeout);

    /// Prepares a streamed exec; the returned address serves it once, to SPDY/3.1 or `v4.channel.k8s.io`.
    URI exec(ExecRequest request);

    URI attach(AttachRequest request);

    URI portForward(PortForwardRequest request);

    ContainerStats containerStats(String container);

    List<ContainerStats> listContainerStats(ContainerStatsFilter filter);

    PodSandboxStats podSandboxStats(String sandbox);

    List<PodSandboxStats> listPodSandboxStats(PodSandboxStatsFilter filter);

    List<Image> listImages();

    Optional<Image> imageStatus(ImageSpec image);

    /// Downloads an image; there is no deadline, an interrupt gives up.
    ///
    /// @param sandboxConfig the pod for which it is pulled, if any
    /// @return the image's id or digest reference
    String pullImage(
            ImageSpec image, @Nullable AuthConfig auth, @Nullable PodSandboxConfig sandboxConfig);

    /// Removes an image under **all** its names.
    void removeImage(ImageSpec image);

    ImageFsInfoResponse imageFsInfo();

    @Override
    void close();
}
