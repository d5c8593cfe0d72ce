package io.djong.runtime;

import io.djong.runtime.cri.AttachRequest;
import io.djong.runtime.cri.AuthConfig;
import io.djong.runtime.cri.Container;
import io.djong.runtime.cri.ContainerConfig;
import io.djong.runtime.cri.ContainerFilter;
import io.djong.runtime.cri.ContainerStats;
import io.djong.runtime.cri.ContainerStatsFilter;
import io.djong.runtime.cri.ContainerStatsRequest;
import io.djong.runtime.cri.ContainerStatusRequest;
import io.djong.runtime.cri.ContainerStatusResponse;
import io.djong.runtime.cri.CreateContainerRequest;
import io.djong.runtime.cri.ExecRequest;
import io.djong.runtime.cri.ExecSyncRequest;
import io.djong.runtime.cri.ExecSyncResponse;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.ImageFsInfoRequest;
import io.djong.runtime.cri.ImageFsInfoResponse;
import io.djong.runtime.cri.ImageServiceGrpc;
import io.djong.runtime.cri.ImageServiceGrpc.ImageServiceBlockingStub;
import io.djong.runtime.cri.ImageSpec;
import io.djong.runtime.cri.ImageStatusRequest;
import io.djong.runtime.cri.ImageStatusResponse;
import io.djong.runtime.cri.LinuxContainerResources;
import io.djong.runtime.cri.ListContainerStatsRequest;
import io.djong.runtime.cri.ListContainersRequest;
import io.djong.runtime.cri.ListImagesRequest;
import io.djong.runtime.cri.ListPodSandboxRequest;
import io.djong.runtime.cri.ListPodSandboxStatsRequest;
import io.djong.runtime.cri.NetworkConfig;
import io.djong.runtime.cri.PodSandbox;
import io.djong.runtime.cri.PodSandboxConfig;
import io.djong.runtime.cri.PodSandboxFilter;
import io.djong.runtime.cri.PodSandboxStats;
import io.djong.runtime.cri.PodSandboxStatsFilter;
import io.djong.runtime.cri.PodSandboxStatsRequest;
import io.djong.runtime.cri.PodSandboxStatusRequest;
import io.djong.runtime.cri.PodSandboxStatusResponse;
import io.djong.runtime.cri.PortForwardRequest;
import io.djong.runtime.cri.PullImageRequest;
import io.djong.runtime.cri.RemoveContainerRequest;
import io.djong.runtime.cri.RemoveImageRequest;
import io.djong.runtime.cri.RemovePodSandboxRequest;
import io.djong.runtime.cri.ReopenContainerLogRequest;
import io.djong.runtime.cri.RunPodSandboxRequest;
import io.djong.runtime.cri.RuntimeConfig;
import io.djong.runtime.cri.RuntimeServiceGrpc;
import io.djong.runtime.cri.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.djong.runtime.cri.StartContainerRequest;
import io.djong.runtime.cri.StatusRequest;
import io.djong.runtime.cri.StatusResponse;
import io.djong.runtime.cri.StopContainerRequest;
import io.djong.runtime.cri.StopPodSandboxRequest;
import io.djong.runtime.cri.UpdateContainerResourcesRequest;
import io.djong.runtime.cri.UpdateRuntimeConfigRequest;
import io.djong.runtime.cri.VersionRequest;
import io.djong.runtime.cri.VersionResponse;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Speaks CRI v1 to a runtime on a Unix socket, over one channel that reconnects by itself.
///
/// Shape: stateless; any thread may call.
public final class CriClient implements Cri {

    /// Upstream's default of the kubelet's `runtimeRequestTimeout`.
    static final Duration DEADLINE = Duration.ofMinutes(2);

    private final RuntimeSocket socket;

    public CriClient(Path socket) {
        this(new RuntimeSocket(socket));
    }

    CriClient(RuntimeSocket socket) {
        this.socket = socket;
    }

    @Override
    public VersionResponse version() {
        return call(() -> within(DEADLINE).version(VersionRequest.getDefaultInstance()));
    }

    /// Loads what the first call needs, so that it can be done while a runtime starts.
    void warmUp() {
        socket.channel();
    }

    /// Whether the runtime is there and has read its state. One that has just begun to listen knows nothing yet.
    boolean answersWithin(Duration deadline) {
        socket.reconnectNow();
        try {
            within(deadline).withWaitForReady().status(StatusRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException noAnswer) {
            return false;
        }
    }

    @Override
    public StatusResponse status(boolean verbose) {
        StatusRequest request = StatusRequest.newBuilder().setVerbose(verbose).build();
        return call(() -> within(DEADLINE).status(request));
    }

    @Override
    public void updatePodCidr(String podCidr) {
        var request =
                UpdateRuntimeConfigRequest.newBuilder()
                        .setRuntimeConfig(
                                RuntimeConfig.newBuilder()
                                        .setNetworkConfig(
                                                NetworkConfig.newBuilder().setPodCidr(podCidr)))
                        .build();
        call(() -> within(DEADLINE).updateRuntimeConfig(request));
    }

    /// The network plug-ins get as long again as the runtime itself.
    @Override
    public String runPodSandbox(PodSandboxConfig config, String handler) {
        var request =
                RunPodSandboxRequest.newBuilder()
                        .setConfig(config)
                        .setRuntimeHandler(handler)
                        .build();
        return call(() -> within(DEADLINE.multipliedBy(2)).runPodSandbox(request))
                .getPodSandboxId();
    }

    @Override
    public void stopPodSandbox(String sandbox) {
        var request = StopPodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build();
        callUnlessGone(() -> within(DEADLINE).stopPodSandbox(request));
    }

    @Override
    public void removePodSandbox(String sandbox) {
        var request = RemovePodSandboxRequest.newBuilder().setPodSandboxId(sandbox).build();
        callUnlessGone(() -> within(DEADLINE).removePodSandbox(request));
    }

    @Override
    public PodSandboxStatusResponse podSandboxStatus(String sandbox, boolean verbose) {
        var request =
                PodSandboxStatusRequest.newBuilder()
                        .setPodSandboxId(sandbox)
                        .setVerbose(verbose)
                        .build();
        return call(() -> within(DEADLINE).podSandboxStatus(request));
    }

    @Override
    public List<PodSandbox> listPodSandboxes(PodSandboxFilter filter) {
        var request = ListPodSandboxRequest.newBuilder().setFilter(filter).build();
        return call(() -> within(DEADLINE).listPodSandbox(request)).getItemsList();
    }

    @Override
    public String createContainer(
            String sandbox, ContainerConfig config, PodSandboxConfig sandboxConfig) {
        var request =
                CreateContainerRequest.newBuilder()
                        .setPodSandboxId(sandbox)
                        .setConfig(config)
                        .setSandboxConfig(sandboxConfig)
                        .build();
        return call(() -> within(DEADLINE).createContainer(request)).getContainerId();
    }

    @Override
    public void startContainer(String container) {
        var request = StartContainerRequest.newBuilder().setContainerId(container).build();
        call(() -> within(DEADLINE).startContainer(request));
    }

    @Override
    public void stopContainer(String container, Duration grace) {
        var request =
                StopContainerRequest.newBuilder()
                        .setContainerId(container)
                        .setTimeout(grace.toSeconds())
                        .build();
        callUnlessGone(() -> within(DEADLINE.plus(grace)).stopContainer(request));
    }

    @Override
    public void removeContainer(String container) {
        var request = RemoveContainerRequest.newBuilder().setContainerId(container).build();
        callUnlessGone(() -> within(DEADLINE).removeContainer(request));
    }

    @Override
    public List<Container> listContainers(ContainerFilter filter) {
        var request = ListContainersRequest.newBuilder().setFilter(filter).build();
        return call(() -> within(DEADLINE).listContainers(request)).getContainersList();
    }

    @Override
    public ContainerStatusResponse containerStatus(String container, boolean verbose) {
        var request =
                ContainerStatusRequest.newBuilder()
                        .setContainerId(container)
                        .setVerbose(verbose)
                        .build();
        return call(() -> within(DEADLINE).containerStatus(request));
    }

    @Override
    public void updateContainerResources(String container, LinuxContainerResources resources) {
        var request =
                UpdateContainerResourcesRequest.newBuilder()
                        .setContainerId(container)
                        .setLinux(resources)
                        .build();
        call(() -> within(DEADLINE).updateContainerResources(request));
    }

    @Override
    public void reopenContainerLog(String container) {
        var request = ReopenContainerLogRequest.newBuilder().setContainerId(container).build();
        call(() -> within(DEADLINE).reopenContainerLog(request));
    }

    @Override
    public ExecSyncResponse execSync(String container, List<String> command, Duration timeout) {
        var request =
                ExecSyncRequest.newBuilder()
                        .setContainerId(container)
                        .addAllCmd(command)
                        .setTimeout(wholeSeconds(timeout))
                        .build();
        // The runtime keeps the command's own time; ours only guards against a runtime that hangs.
        return timeout.isZero()
                ? call(() -> runtime().execSync(request))
                : call(() -> within(DEADLINE.plus(timeout)).execSync(request));
    }

    @Override
    public URI exec(ExecRequest request) {
        return URI.create(call(() -> within(DEADLINE).exec(request)).getUrl());
    }

    @Override
    public URI attach(AttachRequest request) {
        return URI.create(call(() -> within(DEADLINE).attach(request)).getUrl());
    }

    @Override
    public URI portForward(PortForwardRequest request) {
        return URI.create(call(() -> within(DEADLINE).portForward(request)).getUrl());
    }

    @Override
    public ContainerStats containerStats(String container) {
        var request = ContainerStatsRequest.newBuilder().setContainerId(container).build();
        return call(() -> within(DEADLINE).containerStats(request)).getStats();
    }

    @Override
    public List<ContainerStats> listContainerStats(ContainerStatsFilter filter) {
        var request = ListContainerStatsRequest.newBuilder().setFilter(filter).build();
        return call(() -> within(DEADLINE).listContainerStats(request)).getStatsList();
    }

    @Override
    public PodSandboxStats podSandboxStats(String sandbox) {
        var request = PodSandboxStatsRequest.newBuilder().setPodSandboxId(sandbox).build();
        return call(() -> within(DEADLINE).podSandboxStats(request)).getStats();
    }

    @Override
    public List<PodSandboxStats> listPodSandboxStats(PodSandboxStatsFilter filter) {
        var request = ListPodSandboxStatsRequest.newBuilder().setFilter(filter).build();
        return call(() -> within(DEADLINE).listPodSandboxStats(request)).getStatsList();
    }

    @Override
    public List<Image> listImages() {
        var request = ListImagesRequest.getDefaultInstance();
        return call(() -> imagesWithin(DEADLINE).listImages(request)).getImagesList();
    }

    @Override
    public Optional<Image> imageStatus(ImageSpec image) {
        var request = ImageStatusRequest.newBuilder().setImage(image).build();
        ImageStatusResponse response = call(() -> imagesWithin(DEADLINE).imageStatus(request));
        return response.hasImage() ? Optional.of(response.getImage()) : Optional.empty();
    }

    @Override
    public String pullImage(
            ImageSpec image, @Nullable AuthConfig auth, @Nullable PodSandboxConfig sandboxConfig) {
        PullImageRequest.Builder request = PullImageRequest.newBuilder().setImage(image);
        if (auth != null) {
            request.setAuth(auth);
        }
        if (sandboxConfig != null) {
            request.setSandboxConfig(sandboxConfig);
        }
        return call(() -> images().pullImage(request.build())).getImageRef();
    }

    @Override
    public void removeImage(ImageSpec image) {
        var request = RemoveImageRequest.newBuilder().setImage(image).build();
        callUnlessGone(() -> imagesWithin(DEADLINE).removeImage(request));
    }

    @Override
    public ImageFsInfoResponse imageFsInfo() {
        var request = ImageFsInfoRequest.getDefaultInstance();
        return call(() -> imagesWithin(DEADLINE).imageFsInfo(request));
    }

    @Override
    public void close() {
        socket.close();
    }

    /// A request has whole seconds only, and zero would mean no end.
    private static long wholeSeconds(Duration timeout) {
        return timeout.plusNanos(999_999_999).toSeconds();
    }

    private RuntimeServiceBlockingStub runtime() {
        return RuntimeServiceGrpc.newBlockingStub(socket.channel());
    }

    private ImageServiceBlockingStub images() {
        return ImageServiceGrpc.newBlockingStub(socket.channel());
    }

    private RuntimeServiceBlockingStub within(Duration deadline) {
        return runtime().withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private ImageServiceBlockingStub imagesWithin(Duration deadline) {
        return images().withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException failure) {
            CriException answer = CriException.of(failure);
            if (answer.isUnavailable()) {
                socket.reconnectNow();
            }
            throw answer;
        }
    }

    private void callUnlessGone(Supplier<?> call) {
        try {
            call(call);
        } catch (CriException failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
    }
}
