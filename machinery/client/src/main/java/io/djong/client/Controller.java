package io.djong.client;

import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.util.ArrayList;
import java.util.List;

/// A reconciler with what moves it: what wakes it, its queue, its loop and its threads.
///
/// Small lock: `this`, around starting and stopping.
public final class Controller<K> implements AutoCloseable {

    private final String name;
    private final Wakes<K> wakes;
    private final int workers;
    private final Informers informers;
    private final WorkQueue<K> queue;
    private final ControlLoop<K> loop;
    private final Threads threads;
    private final List<Thread> running = new ArrayList<>();
    private boolean connected;

    /// What wakes a controller.
    public interface Wakes<K> {

        /// Has keys added to the queue from now on.
        void connect(Informers informers, WorkQueue<K> queue);
    }

    /// Makes the parts that a reconciler needs before it can be made itself.
    public static final class Builder<K> {

        private final String name;
        private final Informers informers;
        private final Timer timer;
        private final Threads threads;
        private final WorkQueue<K> queue = new WorkQueue<>();
        private final Freshness<K> freshness;
        private final Client client;

        Builder(
                String name,
                Client client,
                Informers informers,
                Clock clock,
                Timer timer,
                Threads threads) {
            this.name = name;
            this.informers = informers;
            this.timer = timer;
            this.threads = threads;
            this.freshness = new Freshness<>(informers, clock);
            this.client = freshness.track(client);
        }

        /// The client through which the reconciler has to write, so that the loop knows of its writes.
        public Client client() {
            return client;
        }

        /// For what no watch tells; most reconcilers do not need it.
        public WorkQueue<K> queue() {
            return queue;
        }

        /// @param workers how many keys are reconciled at a time
        public Controller<K> build(Reconciler<K> reconciler, Wakes<K> wakes, int workers) {
            ControlLoop<K> loop =
                    new ControlLoop<>(name, reconciler, queue, new Retries<>(), freshness, timer);
            return new Controller<>(name, wakes, workers, informers, queue, loop, threads);
        }
    }

    private Controller(
            String name,
            Wakes<K> wakes,
            int workers,
            Informers informers,
            WorkQueue<K> queue,
            ControlLoop<K> loop,
            Threads threads) {
        this.name = name;
        this.wakes = wakes;
        this.workers = workers;
        this.informers = informers;
        this.queue = queue;
        this.loop = loop;
        this.threads = threads;
    }

    /// @param name as upstream names the controller: `deployment-controller`
    public static Builder<ObjectKey> named(
            String name,
            Client client,
            Informers informers,
            Clock clock,
            Timer timer,
            Threads threads) {
        return new Builder<>(name, client, informers, clock, timer, threads);
    }

    /// One whose keys are not those of objects.
    public static <K> Builder<K> keyed(
            String name,
            Client client,
            Informers informers,
            Clock clock,
            Timer timer,
            Threads threads) {
        return new Builder<>(name, client, informers, clock, timer, threads);
    }

    public String name() {
        return name;
    }

    /// Connects it to the informers, which thereby begin to observe its kinds, without starting threads.
    public synchronized void connect() {
        if (!connected) {
            connected = true;
            wakes.connect(informers, queue);
        }
    }

    /// Connects and starts its workers. The informers must have synced, else it would act on half a view.
    public synchronized void start() {
        connect();
        for (int i = 1; i <= workers; i++) {
            running.add(threads.start(name + "-" + i, loop));
        }
    }

    /// Has the key reconciled.
    public void wake(K key) {
        queue.add(key);
    }

    /// Deals with one key if one waits; false when none does. For whoever moves the loop without threads.
    public boolean stepIfReady() throws InterruptedException {
        return loop.stepIfReady();
    }

    /// Whether it has nothing to do now.
    public boolean isIdle() {
        return queue.isIdle();
    }

    /// Whether a worker has ended without being told to, which only a defect can bring about.
    public synchronized boolean hasStopped() {
        return running.stream().anyMatch(worker -> !worker.isAlive());
    }

    /// Stops the workers.
    @Override
    public synchronized void close() {
        running.forEach(Thread::interrupt);
        running.clear();
    }
}
