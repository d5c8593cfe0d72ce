package io.djong.client;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keys that wait for work: each waits at most once, is never at two workers, and may be added again while it is worked on.
///
/// Small lock. Its bound is the number of objects that there are, because a key waits at most once.
public final class WorkQueue<K> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition available = lock.newCondition();
    private final LinkedHashSet<K> waiting = new LinkedHashSet<>();
    private final Set<K> running = new HashSet<>();
    private final Set<K> again = new HashSet<>();

    public void add(K key) {
        lock.lock();
        try {
            if (running.contains(key)) {
                again.add(key);
            } else if (waiting.add(key)) {
                available.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes a key, waiting for one if need be. The taker owes a [#done].
    public K take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                available.await();
            }
            return first();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a key, or null when none waits. The taker owes a [#done].
    public @Nullable K poll() {
        lock.lock();
        try {
            return waiting.isEmpty() ? null : first();
        } finally {
            lock.unlock();
        }
    }

    private K first() {
        K key = waiting.removeFirst();
        running.add(key);
        return key;
    }

    /// Ends work on a key; if it was added meanwhile it waits again.
    public void done(K key) {
        lock.lock();
        try {
            running.remove(key);
            if (again.remove(key) && waiting.add(key)) {
                available.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing waits and nothing is worked on.
    public boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty() && running.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
