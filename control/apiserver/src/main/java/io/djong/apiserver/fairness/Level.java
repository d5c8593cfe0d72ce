package io.djong.apiserver.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The seats and queues of one priority level: fair queuing in virtual time, as upstream.
///
/// @spec https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/1040-priority-and-fairness#fair-queuing-for-server-requests Fair queuing for server requests
final class Level {

    /// What a request is thought to take until it has been seen, in nanoseconds.
    private static final double GUESS = 3e6;

    private final Demand demand;
    private final ReentrantLock lock = new ReentrantLock();
    private LevelConfig config;
    private List<LevelQueue> queues;
    private int nominal;
    private int limit;
    private int seatsRunning;
    private int seatsWaiting;
    private int running;
    private int waiting;
    private int robin;
    private int active;
    private double virtual;
    private long virtualAt;

    /// Why a request does not run at once, or that it does.
    enum Arrival {
        RUNS,
        WAITS,
        QUEUE_FULL,
        NO_SEATS
    }

    record Ticket(Arrival arrival, Waiting request) {}

    Level(LevelConfig config, int nominal, long now) {
        this.config = config;
        this.demand = new Demand(now);
        this.queues = fresh(config.queues());
        this.virtualAt = now;
        this.nominal = nominal;
        this.limit = nominal;
    }

    private static List<LevelQueue> fresh(int count) {
        List<LevelQueue> queues = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            queues.add(new LevelQueue());
        }
        return queues;
    }

    /// Takes on what the objects say now. Requests in queues that are no longer dealt are served as before.
    void reconfigure(LevelConfig changed, int nominalSeats, long now) {
        lock.lock();
        try {
            advance(now);
            if (changed.queues() > queues.size()) {
                List<LevelQueue> more = new ArrayList<>(queues);
                more.addAll(fresh(changed.queues() - queues.size()));
                queues = more;
            }
            config = changed;
            if (nominal != nominalSeats) {
                nominal = nominalSeats;
                limit = nominalSeats;
            }
            dispatch(now);
        } finally {
            lock.unlock();
        }
    }

    LevelConfig config() {
        lock.lock();
        try {
            return config;
        } finally {
            lock.unlock();
        }
    }

    /// Seats from now on, with what was borrowed and lent.
    void limitTo(int seats, long now) {
        lock.lock();
        try {
            advance(now);
            limit = seats;
            dispatch(now);
        } finally {
            lock.unlock();
        }
    }

    Demand.Seen takeDemand(long now) {
        lock.lock();
        try {
            return demand.take(now);
        } finally {
            lock.unlock();
        }
    }

    Ticket arrive(long flow, int seats, long now) {
        lock.lock();
        try {
            advance(now);
            if (config.exempt()) {
                return run(new Waiting(null, seats), now);
            }
            if (config.queues() == 0) {
                return fits(seats)
                        ? run(new Waiting(null, seats), now)
                        : new Ticket(Arrival.NO_SEATS, new Waiting(null, seats));
            }
            LevelQueue queue = shortest(flow);
            if (queue.waiting.size() >= config.queueLength() && seatsRunning + seats > limit) {
                return new Ticket(Arrival.QUEUE_FULL, new Waiting(queue, seats));
            }
            Waiting request = new Waiting(queue, seats);
            enqueue(queue, request, now);
            dispatch(now);
            if (request.state == Waiting.State.RUNNING) {
                return new Ticket(Arrival.RUNS, request);
            }
            request.decided();
            return new Ticket(Arrival.WAITS, request);
        } finally {
            lock.unlock();
        }
    }

    private Ticket run(Waiting request, long now) {
        start(request, now);
        observe(now);
        return new Ticket(Arrival.RUNS, request);
    }

    private void start(Waiting request, long now) {
        request.started = now;
        running++;
        seatsRunning += request.seats;
        request.decide(Waiting.State.RUNNING);
    }

    /// The queue of the flow's hand with the least work in it.
    private LevelQueue shortest(long flow) {
        int[] hand = ShuffleSharding.hand(flow, config.queues(), config.handSize());
        LevelQueue best = queues.get(hand[0]);
        for (int i = 1; i < hand.length; i++) {
            LevelQueue queue = queues.get(hand[i]);
            if (queue.seatsWaiting + queue.seatsRunning < best.seatsWaiting + best.seatsRunning) {
                best = queue;
            }
        }
        return best;
    }

    private void enqueue(LevelQueue queue, Waiting request, long now) {
        if (!queue.isActive()) {
            active++;
            queue.next = virtual;
        }
        queue.waiting.add(request);
        queue.seatsWaiting += request.seats;
        seatsWaiting += request.seats;
        waiting++;
        observe(now);
    }

    /// Virtual time runs as fast as each active queue would be served.
    private void advance(long now) {
        if (active > 0) {
            double served = Math.min(seatsRunning + seatsWaiting, limit);
            virtual += (now - virtualAt) * served / active;
        }
        virtualAt = now;
    }

    private boolean fits(int seats) {
        // A request wider than the whole level may run alone.
        return seats > limit ? running == 0 && limit > 0 : seatsRunning + seats <= limit;
    }

    private void dispatch(long now) {
        while (waiting > 0) {
            LevelQueue queue = nextQueue();
            if (queue == null || !fits(queue.waiting.getFirst().seats)) {
                break;
            }
            Waiting request = queue.waiting.removeFirst();
            forget(queue, request);
            queue.running++;
            queue.seatsRunning += request.seats;
            queue.next += request.seats * GUESS;
            start(request, now);
        }
        observe(now);
    }

    private void forget(LevelQueue queue, Waiting request) {
        queue.seatsWaiting -= request.seats;
        seatsWaiting -= request.seats;
        waiting--;
    }

    /// The one that is furthest behind; of equals each in turn.
    private @Nullable LevelQueue nextQueue() {
        LevelQueue best = null;
        int bestAt = robin;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= queues.size(); i++) {
            int at = (robin + i) % queues.size();
            LevelQueue queue = queues.get(at);
            if (queue.waiting.isEmpty()) {
                continue;
            }
            double end = queue.next + queue.waiting.getFirst().seats * GUESS;
            if (end < least) {
                least = end;
                best = queue;
                bestAt = at;
            }
        }
        robin = bestAt;
        return best;
    }

    /// Gives the seats of a request that ran back.
    void finish(Waiting request, long now) {
        lock.lock();
        try {
            advance(now);
            running--;
            seatsRunning -= request.seats;
            LevelQueue queue = request.queue;
            if (queue != null) {
                queue.running--;
                queue.seatsRunning -= request.seats;
                queue.next += request.seats * ((now - request.started) - GUESS);
                if (!queue.isActive()) {
                    active--;
                }
            }
            dispatch(now);
        } finally {
            lock.unlock();
        }
    }

    /// Takes a request out of its queue.
    ///
    /// @return false when it is not in there any more
    boolean giveUp(Waiting request, Waiting.State why, long now) {
        lock.lock();
        try {
            LevelQueue queue = request.queue;
            if (request.state != Waiting.State.WAITING || queue == null) {
                return false;
            }
            advance(now);
            queue.waiting.remove(request);
            forget(queue, request);
            if (!queue.isActive()) {
                active--;
            }
            request.decide(why);
            dispatch(now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    Waiting.State state(Waiting request) {
        lock.lock();
        try {
            return request.state;
        } finally {
            lock.unlock();
        }
    }

    private void observe(long now) {
        demand.set(now, seatsRunning + seatsWaiting);
    }

    /// How things stand.
    ///
    /// @param activeQueues with requests in them or at work
    record Standing(
            int nominal,
            int limit,
            int seatsRunning,
            int running,
            int waiting,
            int activeQueues,
            int queues) {}

    Standing standing() {
        lock.lock();
        try {
            return new Standing(
                    nominal, limit, seatsRunning, running, waiting, active, queues.size());
        } finally {
            lock.unlock();
        }
    }
}
