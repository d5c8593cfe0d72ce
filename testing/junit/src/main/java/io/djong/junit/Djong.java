package io.djong.junit;

import io.djong.admission.AdmissionChain;
import io.djong.apiserver.ApiServer;
import io.djong.apiserver.ApiServerConfig;
import io.djong.apiserver.catalog.ServedApis;
import io.djong.apiserver.security.SecurityConfig;
import io.djong.client.Client;
import io.djong.client.EventRecorder;
import io.djong.client.Events;
import io.djong.client.Informers;
import io.djong.controllers.Controllers;
import io.djong.controllers.ControllersConfig;
import io.djong.meta.UserInfo;
import io.djong.scheduler.Scheduler;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import io.djong.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A cluster in this JVM: store in memory, the API's own pipeline, all controllers, the scheduler, nodes that only say that pods run.
///
/// The clock stands still but for [#advance]. The same seed makes the same random choices.
public final class Djong implements AutoCloseable {

    private static final Duration SYNC = Duration.ofDays(1);

    private final TestThreads threads = new TestThreads();
    private final ManualClock clock = new ManualClock(threads);
    private final ApiServer server;
    private final Store store;
    private final Client client;
    private final Informers informers;
    private final Controllers controllers;

    private Djong(long seed) {
        Random random = new Random(seed);
        store = new MemoryStore(Retention.defaults(), clock, clock);
        server =
                new ApiServer(
                        ApiServerConfig.defaults().withApis(ServedApis.ALL),
                        new ApiServer.Parts(
                                store,
                                clock,
                                random,
                                threads,
                                SecurityConfig.ephemeral(),
                                _ -> new AdmissionChain(List.of()),
                                null));
        client = new Client(server.transport(UserInfo.of("test", UserInfo.MASTERS)));
        informers = new Informers(client, clock, threads, random);
        controllers =
                Controllers.all(
                        client,
                        informers,
                        clock,
                        clock,
                        threads,
                        random,
                        ControllersConfig.defaults(""));
        controllers.list().forEach(controller -> controller.connect());
        Events events = new Events(client, clock);
        events.start(threads);
        EventRecorder recorder = events.recorder(Scheduler.NAME);
        Scheduler scheduler =
                new Scheduler(
                        client,
                        informers,
                        (pod, type, reason, action, message) ->
                                recorder.act(pod, null, type, reason, action, message),
                        clock,
                        clock,
                        threads,
                        random);
        threads.start("scheduler", scheduler);
    }

    /// A cluster that has come to rest, without nodes.
    public static Djong start() {
        return start(1);
    }

    public static Djong start(long seed) {
        Djong cluster = new Djong(seed);
        cluster.informers.start();
        cluster.threads.start("start-controllers", cluster::startControllers);
        cluster.settle();
        return cluster;
    }

    private void startControllers() {
        try {
            if (informers.awaitSync(SYNC)) {
                controllers.start();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// A client that may do everything.
    public Client client() {
        return client;
    }

    public ManualClock clock() {
        return clock;
    }

    /// Adds a node with room for 8 CPUs, 16 GiB and 110 pods.
    public SimulatedNode addNode(String name) {
        SimulatedNode node = new SimulatedNode(name, client, clock);
        node.start(informers, threads);
        settle();
        return node;
    }

    /// Lets everything happen that can happen without time going on.
    public void settle() {
        threads.awaitRest();
    }

    /// Lets `time` pass: everything that is due in it happens in order, and the cluster comes to rest in between.
    public void advance(Duration time) {
        settle();
        long target = clock.nanos() + time.toNanos();
        while (clock.step(target)) {
            settle();
        }
        clock.moveTo(target);
        settle();
    }

    @Override
    public void close() {
        controllers.close();
        informers.close();
        threads.interruptAll();
        server.close();
        try {
            store.close();
        } catch (Exception failure) {
            throw new IllegalStateException("close the store", failure);
        }
    }
}
