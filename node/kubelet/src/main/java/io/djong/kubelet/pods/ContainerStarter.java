package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.LifecycleHandler;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.ContainerConfigException;
import io.djong.kubelet.containers.ContainerConfigs.Wanted;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.images.ImagePulls.Outcome;
import io.djong.kubelet.status.Waiting;
import io.djong.meta.Log;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.ContainerConfig;
import io.djong.runtime.cri.PodSandboxConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts containers of one pod: image, request, process, hook. What keeps one from starting is told in its status.
///
/// Shape: confined to the pod's worker, but for the hooks, which run on threads of their own.
final class ContainerStarter {

    private static final Log LOG = Log.of(ContainerStarter.class);

    /// What cannot be started for a reason that may go away is tried again so often, as upstream does.
    private static final Duration RETRY = Duration.ofSeconds(10);

    /// Where containers go.
    ///
    /// @param pod with its addresses in its status
    record Place(
            Pod pod,
            ObservedPod observed,
            String sandbox,
            PodSandboxConfig sandboxConfig,
            Map<String, Path> volumes) {}

    private final PodTools tools;
    private final Consumer<String> wakePod;
    private final Consumer<Duration> again;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<String, Outcome.Present> images = new HashMap<>();
    private final PostStartHooks hooks;

    /// @param again asks for another look after that time
    ContainerStarter(PodTools tools, Consumer<String> wakePod, Consumer<Duration> again) {
        this.tools = tools;
        this.wakePod = wakePod;
        this.again = again;
        this.hooks = new PostStartHooks(tools, wakePod);
    }

    PostStartHooks hooks() {
        return hooks;
    }

    /// Why containers that should run do not, by name.
    Map<String, Waiting> waiting() {
        return waiting;
    }

    /// Looks for the image already while the sandbox is being made.
    void prepareImage(Pod pod, Container container) {
        if (!images.containsKey(container.name())) {
            switch (tools.images().ensure(pod, container, wakePod)) {
                case Outcome.Present present -> images.put(container.name(), present);
                case Outcome.Pulling _ -> {}
                case Outcome.Failed failed -> failed(pod, container, failed);
            }
        }
    }

    /// @return the id of the container when it was started
    @Nullable String start(Place place, Container container) {
        Pod pod = place.pod();
        ObservedContainer last = place.observed().latest(container.name());
        // What ended with an earlier sandbox is not to blame for it.
        if (last != null
                && last.sandbox().equals(place.sandbox())
                && mustWait(pod, container, last)) {
            return null;
        }
        Outcome.Present image = images.remove(container.name());
        if (image == null) {
            switch (tools.images().ensure(pod, container, wakePod)) {
                case Outcome.Present present -> image = present;
                case Outcome.Pulling _ -> {
                    return null;
                }
                case Outcome.Failed failed -> {
                    failed(pod, container, failed);
                    return null;
                }
            }
        }
        if (last != null) {
            tools.crashes().next(crashKey(pod, container), end(last));
        }
        return create(place, container, image, restarts(pod, container, last));
    }

    private void failed(Pod pod, Container container, Outcome.Failed failed) {
        tools.events().warning(pod, container, "Failed", "Error: " + failed.reason());
        waiting.put(container.name(), new Waiting(failed.reason(), failed.message()));
        again.accept(failed.retryIn());
    }

    /// A container that ended has to wait before it is started again.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts Container restarts
    private boolean mustWait(Pod pod, Container container, ObservedContainer last) {
        String key = crashKey(pod, container);
        Duration left = tools.crashes().left(key, end(last));
        if (!left.isPositive()) {
            return false;
        }
        String title = PodContainers.title(pod);
        boolean isNews = !isWaitingFor(container, "CrashLoopBackOff");
        waiting.put(
                container.name(),
                new Waiting(
                        "CrashLoopBackOff",
                        "back-off %s restarting failed container=%s pod=%s"
                                .formatted(
                                        goText(tools.crashes().current(key)),
                                        container.name(),
                                        title)));
        if (isNews) {
            tools.events()
                    .warning(
                            pod,
                            container,
                            "BackOff",
                            "Back-off restarting failed container %s in pod %s"
                                    .formatted(container.name(), title));
        }
        again.accept(left);
        return true;
    }

    private boolean isWaitingFor(Container container, String reason) {
        Waiting known = waiting.get(container.name());
        return known != null && known.reason().equals(reason);
    }

    private Instant end(ObservedContainer last) {
        Instant end = last.finishedAt();
        return end == null ? last.createdAt() : end;
    }

    /// `10s`, `1m20s`, `5m0s`
    private static String goText(Duration duration) {
        long minutes = duration.toMinutes();
        return (minutes == 0 ? "" : minutes + "m") + duration.toSecondsPart() + "s";
    }

    private static String crashKey(Pod pod, Container container) {
        return pod.uid() + "_" + container.name() + "_" + container.image();
    }

    /// Counted on from what is known, in the runtime or, when that is gone, in the API.
    private static int restarts(Pod pod, Container container, @Nullable ObservedContainer last) {
        if (last != null) {
            return last.restarts() + 1;
        }
        for (var statuses :
                List.of(pod.status().containerStatuses(), pod.status().initContainerStatuses())) {
            for (var status : statuses) {
                boolean hasRun = !status.containerID().isEmpty();
                if (status.name().equals(container.name()) && hasRun) {
                    return status.restartCount() + 1;
                }
            }
        }
        return 0;
    }

    private @Nullable String create(
            Place place, Container container, Outcome.Present image, int restarts) {
        Pod pod = place.pod();
        String id;
        try {
            ContainerConfig config =
                    tools.containers()
                            .of(
                                    new Wanted(
                                            pod,
                                            container,
                                            restarts,
                                            image.id(),
                                            image.image(),
                                            place.volumes(),
                                            target(place, container)),
                                    place.observed().addresses());
            id = tools.cri().createContainer(place.sandbox(), config, place.sandboxConfig());
        } catch (ContainerConfigException refused) {
            return refuse(pod, container, "CreateContainerConfigError", refused.text());
        } catch (CriException failure) {
            return refuse(pod, container, "CreateContainerError", failure.description());
        }
        tools.events().normal(pod, container, "Created", "Container created");
        try {
            tools.cri().startContainer(id);
        } catch (CriException failure) {
            return refuse(pod, container, "RunContainerError", failure.description());
        }
        tools.events().normal(pod, container, "Started", "Container started");
        waiting.remove(container.name());
        var lifecycle = container.lifecycle();
        LifecycleHandler hook = lifecycle == null ? null : lifecycle.postStart();
        if (hook != null) {
            hooks.start(pod, container, hook, id, place.observed().addresses());
        }
        return id;
    }

    private @Nullable String refuse(Pod pod, Container container, String reason, String message) {
        LOG.debug("Container not started", "pod", pod.key(), "reason", reason, "message", message);
        tools.events().warning(pod, container, "Failed", "Error: " + message);
        waiting.put(container.name(), new Waiting(reason, message));
        again.accept(RETRY);
        return null;
    }

    /// The container whose processes an ephemeral one wants to see.
    private static @Nullable String target(Place place, Container container) {
        String name = container.fields().string("targetContainerName");
        if (name.isEmpty()) {
            return null;
        }
        ObservedContainer target = place.observed().latest(name);
        if (target == null || !target.isRunning()) {
            throw new ContainerConfigException(
                    "unable to find target container \"%s\"".formatted(name));
        }
        return target.id();
    }

    /// The pod is ending: no hook is waited for any more.
    void stop() {
        hooks.stop();
        waiting.clear();
        images.clear();
    }
}
