package io.djong.controllers;

import static org.awaitility.Awaitility.await;

import io.djong.api.Pods;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Events;
import io.djong.client.Informers;
import io.djong.client.ListOptions;
import io.djong.client.ManualTime;
import io.djong.client.MemoryApi;
import io.djong.controllers.support.Parts;
import io.djong.meta.ApiException;
import io.djong.meta.Log;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;

/// Controllers over an API in memory, on a clock that the test moves, with a kubelet that makes pods run at once.
///
/// The test's thread moves the controllers; only informers have threads of their own.
public final class TestCluster implements AutoCloseable {

    private static final int ROUNDS_MAX = 1000;

    public final ManualTime time = new ManualTime();
    public final MemoryApi api = new MemoryApi(time);
    public final Client client = new Client(api);
    public final Informers informers =
            new Informers(client, time, Threads.virtual(), new SplittableRandom(1));
    private final Events events = new Events(client, time);
    private final Thread eventWriter = events.start(Threads.virtual());
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<Controller<?>> controllers = new ArrayList<>();

    /// Which pods the kubelet lets become ready.
    public Predicate<Pod> healthy = _ -> true;

    /// The phase in which a running pod ends, or "" for none.
    public Function<Pod, String> end = _ -> "";

    /// The node that a pod asks for, or "" for any.
    public Function<Pod, String> pinned = _ -> "";

    public boolean hasKubelet = true;

    public TestCluster() {
        Log.to(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    public TestCluster with(Function<Parts, ? extends Controller<?>> factory) {
        Parts parts =
                new Parts(
                        client,
                        informers,
                        events,
                        time,
                        time,
                        Threads.virtual(),
                        new SplittableRandom(2));
        controllers.add(factory.apply(parts));
        return this;
    }

    public TestCluster start() throws InterruptedException {
        controllers.forEach(Controller::connect);
        informers.start();
        informers.awaitSync(Duration.ofSeconds(10));
        return settle();
    }

    /// Lets everything work until nothing more happens.
    public TestCluster settle() throws InterruptedException {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            long before = api.revision();
            catchUp();
            boolean worked = false;
            for (Controller<?> controller : controllers) {
                while (controller.stepIfReady()) {
                    worked = true;
                }
            }
            if (hasKubelet) {
                runKubelet();
            }
            if (!worked && before == api.revision()) {
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(events::isIdle);
                return this;
            }
        }
        throw new AssertionError("not settled after " + ROUNDS_MAX + " rounds");
    }

    public TestCluster advance(Duration by) throws InterruptedException {
        time.advance(by);
        return settle();
    }

    private void catchUp() {
        await().atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() ->
                        informers.all().stream()
                                .allMatch(informer ->
                                        informer.revision() >= api.revisionOf(informer.kind())));
    }

    private void runKubelet() {
        for (Pod pod : client.list(Pod.KIND, ListOptions.ALL).items()) {
            try {
                if (pod.isDeleting()) {
                    if (pod.metadata().deletionGracePeriodSeconds() != null
                            && pod.metadata().deletionGracePeriodSeconds() > 0) {
                        client.delete(Pod.KIND, pod.key(), DeleteOptions.NOW);
                    }
                } else if (!Pods.isScheduled(pod)) {
                    String node = pinned.apply(pod).isEmpty() ? "node-1" : pinned.apply(pod);
                    client.update(pod.withSpec(pod.spec().withNodeName(node)));
                } else if (pod.status().phase().equals("Running") && !end.apply(pod).isEmpty()) {
                    client.updateStatus(
                            pod.withStatus(
                                    pod.status()
                                            .withPhase(end.apply(pod))
                                            .withConditions(List.of())));
                } else if (!Pods.isTerminal(pod) && !Pods.isReady(pod)) {
                    boolean ready = healthy.test(pod);
                    if (ready || !pod.status().phase().equals("Running")) {
                        client.updateStatus(running(pod, ready));
                    }
                }
            } catch (ApiException refused) {
                if (!refused.is(Reason.NOT_FOUND) && !refused.is(Reason.CONFLICT)) {
                    throw refused;
                }
            }
        }
    }

    private Pod running(Pod pod, boolean ready) {
        PodCondition condition =
                PodCondition.EMPTY
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .withLastTransitionTime(time.now());
        return pod.withStatus(
                pod.status()
                        .withPhase("Running")
                        .withPodIP("10.0.0.1")
                        .withConditions(List.of(condition)));
    }

    /// The messages of the Events with that reason, oldest first.
    public List<String> events(String reason) {
        return client.list(io.djong.api.core.v1.Event.KIND, ListOptions.ALL).items().stream()
                .filter(event -> event.reason().equals(reason))
                .sorted(
                        java.util.Comparator.comparingLong(
                                event -> Long.parseLong(event.resourceVersion())))
                .map(io.djong.api.core.v1.Event::message)
                .toList();
    }

    @Override
    public void close() {
        informers.close();
        eventWriter.interrupt();
        Log.to(System.err);
        if (log.toString(StandardCharsets.UTF_8).contains("Reconcile failed")) {
            throw new AssertionError(log.toString(StandardCharsets.UTF_8));
        }
    }
}
