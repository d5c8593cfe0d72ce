package io.djong.store;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What waits for the writer's thread. Lock-free; as long as there are threads that wait, since each has one request.
final class CommitQueue {

    private static final Request CLOSED =
            new Request(new Store.Transaction(java.util.List.of(), java.util.List.of()), 0, 0);

    private final AtomicReference<@Nullable Request> newest = new AtomicReference<>();
    private volatile @Nullable Thread writer;
    private volatile boolean isClosing;

    /// @throws ClosedException if the writer takes no more
    void add(Request request) {
        Request before;
        do {
            before = newest.get();
            if (before == CLOSED) {
                throw new ClosedException("store");
            }
            request.next = before;
        } while (!newest.compareAndSet(before, request));
        if (before == null) {
            LockSupport.unpark(writer);
        }
    }

    /// Waits for requests; all there are, the oldest first. Null when the queue is closed and empty: then none will come.
    @Nullable Request takeAll() {
        writer = Thread.currentThread();
        while (true) {
            Request taken = newest.get();
            if (taken == null && isClosing && newest.compareAndSet(null, CLOSED)) {
                return null;
            }
            if (taken == null) {
                LockSupport.park(this);
            } else if (newest.compareAndSet(taken, null)) {
                return reversed(taken);
            }
        }
    }

    private static @Nullable Request reversed(Request newestFirst) {
        Request oldestFirst = null;
        Request request = newestFirst;
        while (request != null) {
            Request next = request.next;
            request.next = oldestFirst;
            oldestFirst = request;
            request = next;
        }
        return oldestFirst;
    }

    /// Lets the writer finish what waits, and then end.
    void close() {
        isClosing = true;
        LockSupport.unpark(writer);
    }

    /// One thread's wish, and the writer's answer to it.
    static final class Request {

        final Store.Transaction transaction;
        final long bytes;

        /// History before this is to be dropped; 0 if the request is a transaction.
        final long compactBefore;

        private final @Nullable Thread waiting;
        private @Nullable Request next;
        Store.@Nullable Commit staged;
        private volatile Store.@Nullable Commit answer;
        private volatile @Nullable RuntimeException failure;

        Request(Store.Transaction transaction, long bytes, long compactBefore) {
            this(transaction, bytes, compactBefore, Thread.currentThread());
        }

        private Request(
                Store.Transaction transaction,
                long bytes,
                long compactBefore,
                @Nullable Thread waiting) {
            this.waiting = waiting;
            this.transaction = transaction;
            this.bytes = bytes;
            this.compactBefore = compactBefore;
        }

        @Nullable Request next() {
            return next;
        }

        boolean isAnswered() {
            return answer != null || failure != null;
        }

        void answer(Store.Commit commit) {
            answer = commit;
            LockSupport.unpark(waiting);
        }

        void fail(RuntimeException why) {
            failure = why;
            LockSupport.unpark(waiting);
        }

        /// Waits for the answer. An interrupt does not end the wait, since nobody knew then whether it was committed.
        Store.Commit await() {
            boolean wasInterrupted = false;
            try {
                while (true) {
                    Store.Commit commit = answer;
                    if (commit != null) {
                        return commit;
                    }
                    RuntimeException why = failure;
                    if (why != null) {
                        throw why;
                    }
                    LockSupport.park(this);
                    wasInterrupted |= Thread.interrupted();
                }
            } finally {
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
