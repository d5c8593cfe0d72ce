package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.node.v1.RuntimeClass;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.PodSandboxConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes a pod's sandbox, and a new one when the old one is lost.
///
/// Shape: confined to the pod's worker.
final class PodSandboxes {

    private static final Log LOG = Log.of(PodSandboxes.class);

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final PodTools tools;
    private final PodState state;
    private final Consumer<Duration> again;
    private @Nullable PodSandboxConfig made;

    PodSandboxes(PodTools tools, PodState state, Consumer<Duration> again) {
        this.tools = tools;
        this.state = state;
        this.again = again;
    }

    /// @return whether there is one now
    boolean make(Pod pod, int attempt) {
        stopOld(pod);
        prepareImages(pod);
        if (Boolean.FALSE.equals(pod.spec().hostUsers())) {
            // The runtime would run it as the host's root without a word.
            return failed(
                    pod, "can't set `hostUsers: false`, runtime does not support user namespaces");
        }
        String handler = handler(pod);
        if (handler == null) {
            return failed(
                    pod,
                    "failed to get sandbox runtime: runtimeclass.node.k8s.io \"%s\" not found"
                            .formatted(pod.spec().runtimeClassName()));
        }
        PodSandboxConfig wanted = tools.sandboxes().of(pod, attempt, tools.cgroups().create(pod));
        try {
            tools.cri().runPodSandbox(wanted, handler);
            made = wanted;
            return true;
        } catch (CriException failure) {
            return failed(pod, String.valueOf(failure.getMessage()));
        }
    }

    private boolean failed(Pod pod, String why) {
        LOG.warn("Sandbox not made", "pod", pod.key(), "why", why);
        tools.events()
                .warning(
                        pod,
                        null,
                        "FailedCreatePodSandBox",
                        "Failed to create pod sandbox: " + why);
        again.accept(RETRY);
        return false;
    }

    private void stopOld(Pod pod) {
        ObservedPod observed = state.observed();
        if (observed.sandboxes().isEmpty()) {
            return;
        }
        tools.events()
                .normal(
                        pod,
                        null,
                        "SandboxChanged",
                        "Pod sandbox changed, it will be killed and re-created.");
        for (ObservedSandbox old : observed.sandboxes()) {
            tools.cri().stopPodSandbox(old.id());
        }
    }

    /// Images that are missing come down while the sandbox is being made.
    private void prepareImages(Pod pod) {
        List<Container> first =
                pod.spec().initContainers().isEmpty()
                        ? pod.spec().containers()
                        : pod.spec().initContainers().subList(0, 1);
        first.stream()
                .filter(one -> state.observed().latest(one.name()) == null)
                .forEach(one -> state.starter().prepareImage(pod, one));
    }

    /// "" for the default one, null when there is no such class.
    private @Nullable String handler(Pod pod) {
        String name = pod.spec().runtimeClassName();
        if (name == null || name.isEmpty()) {
            return "";
        }
        return tools.client()
                .find(RuntimeClass.KIND, ObjectKey.of(name))
                .map(RuntimeClass::handler)
                .orElse(null);
    }

    /// As the sandbox was made, or would be made by now when that was before the kubelet was started anew.
    PodSandboxConfig config(Pod pod) {
        PodSandboxConfig known = made;
        if (known == null) {
            int attempt = state.observed().sandboxes().getFirst().attempt();
            known = tools.sandboxes().of(pod, attempt, tools.cgroups().create(pod));
            made = known;
        }
        return known;
    }
}
