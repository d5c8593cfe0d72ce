package io.djong.store;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads that wait for the same thing. Waking all of them is one operation for the waker: it wakes the first,
/// and each one woken wakes the next.
///
/// Lock-free. A waiter that gives up stays listed, at most once, until the next [#wakeAll].
final class WaitList {

    private final AtomicReference<@Nullable Waiter> top = new AtomicReference<>();

    void wakeAll() {
        if (top.get() != null) {
            wakeFirst(top.getAndSet(null));
        }
    }

    private static void wakeFirst(@Nullable Waiter first) {
        Waiter waiter = first;
        while (waiter != null) {
            // Read before the state changes: from then on it is the waiter's again.
            Waiter next = waiter.next;
            if (waiter.state.getAndSet(State.OUT) == State.WAITING) {
                LockSupport.unpark(waiter.thread);
                return;
            }
            waiter = next;
        }
    }

    private enum State {
        /// Not in the list.
        OUT,
        /// In the list, but its thread does not wait.
        LISTED,
        WAITING
    }

    /// One thread's place in the list. [#enter] and [#leave] are for that thread only.
    static final class Waiter {

        private final AtomicReference<State> state = new AtomicReference<>(State.OUT);
        private final WaitList list;
        private volatile @Nullable Thread thread;
        private @Nullable Waiter next;

        Waiter(WaitList list) {
            this.list = list;
        }

        /// After this a [WaitList#wakeAll] makes [#isWoken] true and unparks the thread.
        void enter() {
            thread = Thread.currentThread();
            if (state.compareAndSet(State.LISTED, State.WAITING)) {
                return;
            }
            state.set(State.WAITING);
            Waiter head;
            do {
                head = list.top.get();
                next = head;
            } while (!list.top.compareAndSet(head, this));
        }

        boolean isWoken() {
            return state.get() == State.OUT;
        }

        /// Ends the wait, woken or not, and passes on a wake-up.
        void leave() {
            if (!state.compareAndSet(State.WAITING, State.LISTED)) {
                Waiter rest = next;
                next = null;
                wakeFirst(rest);
            }
        }

        /// Makes the thread look around, if it waits.
        void nudge() {
            LockSupport.unpark(thread);
        }
    }
}
