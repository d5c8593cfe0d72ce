package io.djong.store;

import io.djong.meta.Clock;
import io.djong.meta.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A position in a [Hub]'s list, and a place in its [WaitList].
final class HubWatch implements Watch {

    private final MultiVersionIndex index;
    private final Hub hub;
    private final KeyRange range;
    private final boolean filters;
    private final Alarm alarm;
    private final WaitList.Waiter waiter;

    /// The last node read; null when the watch is over.
    private final AtomicReference<Hub.@Nullable Node> position;

    private volatile long progress;
    private volatile boolean isClosed;
    private volatile boolean isNudged;

    HubWatch(
            MultiVersionIndex index,
            Hub hub,
            KeyRange range,
            long after,
            Clock clock,
            Timer timer) {
        this.index = index;
        this.hub = hub;
        this.range = range;
        this.filters = !range.equals(hub.range);
        this.waiter = new WaitList.Waiter(hub.waiters);
        this.alarm = new Alarm(clock, timer, waiter::nudge);
        this.position = new AtomicReference<>(hub.mark());
        this.progress = after;
    }

    /// Puts `past` before what comes from now on.
    void replay(List<Event> past) {
        Hub.Node present = position.get();
        if (present == null) {
            return;
        }
        Hub.Node start = new Hub.Node(null);
        Hub.Node last = start;
        for (Event event : past) {
            last.next = new Hub.Node(event);
            last = last.next;
        }
        last.next = present;
        position.compareAndSet(present, start);
    }

    @Override
    public Event next() throws InterruptedException {
        while (true) {
            List<Event> events = take(null, 1);
            if (!events.isEmpty()) {
                return events.getFirst();
            }
        }
    }

    @Override
    public @Nullable Event next(Duration timeout) throws InterruptedException {
        List<Event> events = take(timeout, 1);
        return events.isEmpty() ? null : events.getFirst();
    }

    @Override
    public List<Event> take(Duration timeout) throws InterruptedException {
        return take(timeout, TAKE_MAX);
    }

    private List<Event> take(@Nullable Duration timeout, int max) throws InterruptedException {
        List<Event> events = poll(max);
        if (!events.isEmpty() || (timeout != null && timeout.isZero())) {
            return events;
        }
        long deadline = timeout == null ? 0 : alarm.deadline(timeout);
        waiter.enter();
        try {
            while (true) {
                if (waiter.isWoken()) {
                    waiter.leave();
                    waiter.enter();
                }
                // What may take a lock comes first: a wake-up that gets lost in there is still seen
                // by what follows.
                boolean hasDeadline = timeout != null;
                boolean isOver = (hasDeadline && alarm.isPast(deadline)) || isNudged;
                events = poll(max);
                if (isOver || !events.isEmpty()) {
                    // What was committed before a wake-up is covered by the progress after it.
                    isNudged = false;
                    return events;
                }
                if (!waiter.isWoken() && (!hasDeadline || alarm.isSet())) {
                    LockSupport.park(this);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            waiter.leave();
        }
    }

    private List<Event> poll(int max) {
        index.probe().at(Probe.Point.BEFORE_WATCH_SEND);
        long published = index.state().revision();
        Hub.Node start = position.get();
        if (start == null) {
            throw isClosed ? new ClosedException("watch") : lagged();
        }
        List<Event> events = List.of();
        long complete = published;
        Hub.Node read = start;
        for (Hub.Node node = start.next; node != null; read = node, node = node.next) {
            Event event = node.event;
            if (event == null) {
                continue;
            }
            if (event.revision() > published) {
                break;
            }
            if (events.size() == max) {
                complete = event.revision() - 1;
                break;
            }
            if (!filters || range.contains(event.entry().key())) {
                events = events.isEmpty() ? new ArrayList<>() : events;
                events.add(event);
            }
        }
        if (!position.compareAndSet(start, read)) {
            throw isClosed ? new ClosedException("watch") : lagged();
        }
        progress = Math.max(progress, complete);
        index.probe().at(Probe.Point.AFTER_WATCH_SEND);
        return events;
    }

    private LaggedException lagged() {
        return new LaggedException(progress, index.floor());
    }

    @Override
    public long progress() {
        return progress;
    }

    @Override
    public void wake() {
        isNudged = true;
        waiter.nudge();
    }

    @Override
    public void close() {
        isClosed = true;
        position.set(null);
        index.part(hub, this);
        alarm.cancel();
        waiter.nudge();
    }

    /// Ends the watch if it still has to read changes up to `floor`, so that those can be forgotten.
    boolean cutOffIfBehind(long floor) {
        while (true) {
            Hub.Node start = position.get();
            Hub.Node node = start;
            do {
                node = node == null ? null : node.next;
            } while (node != null && node.event == null);
            if (start == null
                    || node == null
                    || node.event == null
                    || node.event.revision() > floor) {
                return false;
            }
            if (position.compareAndSet(start, null)) {
                waiter.nudge();
                return true;
            }
        }
    }
}
