package io.djong.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The connections that clients have open. A small lock.
final class OpenConnections {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition gone = lock.newCondition();
    private final Set<ServerConnection> connections = new HashSet<>();

    void add(ServerConnection connection) {
        lock.lock();
        try {
            connections.add(connection);
        } finally {
            lock.unlock();
        }
    }

    void remove(ServerConnection connection) {
        lock.lock();
        try {
            if (connections.remove(connection)) {
                gone.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    List<ServerConnection> all() {
        lock.lock();
        try {
            return List.copyOf(connections);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until none is left; false when `patience` was not enough.
    boolean awaitNone(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!connections.isEmpty() && left > 0) {
                left = gone.awaitNanos(left);
            }
            return connections.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
