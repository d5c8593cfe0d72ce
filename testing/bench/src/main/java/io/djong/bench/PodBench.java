package io.djong.bench;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.client.Watch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pods from create to Running, as a client outside the server sees it by a watch that was open before.
final class PodBench {

    private static final String NAMESPACE = "default";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Client client;

    PodBench(Client client) {
        this.client = client;
    }

    /// Milliseconds until all of `count` pods, created at once, run; they are gone when it returns.
    double run(String prefix, int count) throws InterruptedException {
        String from = client.list(Pod.KIND, ListOptions.inNamespace(NAMESPACE)).resourceVersion();
        Map<String, Double> running = new HashMap<>();
        Map<String, Double> gone = new HashMap<>();
        try (Watch<Pod> watch =
                client.watch(Pod.KIND, ListOptions.inNamespace(NAMESPACE).from(from))) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                client.create(pod(prefix + "-" + i));
            }
            follow(watch, start, running, gone, () -> running.size() == count);
            double last =
                    running.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            for (int i = 0; i < count; i++) {
                client.delete(Pod.KIND, pod(prefix + "-" + i).key(), DeleteOptions.PLAIN);
            }
            follow(watch, start, running, gone, () -> gone.size() == count);
            return last;
        }
    }

    private static void follow(
            Watch<Pod> watch,
            long start,
            Map<String, Double> running,
            Map<String, Double> gone,
            java.util.function.BooleanSupplier done)
            throws InterruptedException {
        while (!done.getAsBoolean()) {
            Watch.Event<Pod> event = watch.next(PATIENCE);
            if (event == null) {
                throw new IllegalStateException("pods did not get on within " + PATIENCE);
            }
            double at = (System.nanoTime() - start) / 1e6;
            Pod pod = event.object();
            if (event.type() == Watch.Type.DELETED) {
                gone.put(pod.name(), at);
            } else if (pod.status().phase().equals("Running")) {
                running.putIfAbsent(pod.name(), at);
            }
        }
    }

    private static Pod pod(String name) {
        Container main =
                Container.EMPTY
                        .withName("main")
                        .withImage("djong.io/busybox:1")
                        .withCommand(List.of("sleep", "100000"));
        return Pod.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withNamespace(NAMESPACE).withName(name))
                .withSpec(
                        PodSpec.EMPTY
                                .withTerminationGracePeriodSeconds(0L)
                                .withContainers(List.of(main)));
    }
}
