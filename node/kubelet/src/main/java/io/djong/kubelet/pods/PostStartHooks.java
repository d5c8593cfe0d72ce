package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.LifecycleHandler;
import io.djong.api.core.v1.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The postStart hooks of one pod's containers, each on a thread of its own.
///
/// Shape: concurrent sets; the worker starts hooks and asks, the hooks' threads note how they ended.
///
/// @spec https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/ Container lifecycle hooks
final class PostStartHooks {

    private final PodTools tools;
    private final Consumer<String> wakePod;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

    PostStartHooks(PodTools tools, Consumer<String> wakePod) {
        this.tools = tools;
        this.wakePod = wakePod;
    }

    boolean isAnyRunning() {
        return !running.isEmpty();
    }

    boolean isRunning(String container) {
        return running.contains(container);
    }

    /// Whether the container has to be stopped because its hook failed.
    boolean hasFailed(String container) {
        return failed.contains(container);
    }

    /// @param addresses the pod's; none on the host's network
    void start(
            Pod pod,
            Container container,
            LifecycleHandler hook,
            String id,
            List<String> addresses) {
        String address = addresses.isEmpty() ? pod.status().hostIP() : addresses.getFirst();
        running.add(id);
        threads.add(
                tools.threads()
                        .start(
                                "post-start-" + container.name(),
                                () -> run(pod, container, hook, id, address)));
    }

    private void run(
            Pod pod, Container container, LifecycleHandler hook, String id, String address) {
        try {
            String failure = tools.hooks().run(hook, container, id, address, Duration.ZERO);
            if (failure != null) {
                failed.add(id);
                tools.events()
                        .warning(pod, container, "FailedPostStartHook", "PostStartHook failed");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(id);
            wakePod.accept(pod.uid());
        }
    }

    /// The pod is ending: no hook is waited for any more.
    void stop() {
        threads.forEach(Thread::interrupt);
    }
}
