package io.djong.http;

import io.djong.http.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections to one origin. A small lock, not held while connecting.
final class OriginPool {

    private final Origin origin;
    private final Connector connector;
    private final int connectionsMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final List<ClientConnection> connections = new ArrayList<>();

    /// Whether calls may turn out to share a connection, so that nobody should open a second one before knowing.
    private boolean mayShare;

    private int connecting;
    private boolean used;
    private boolean closed;

    OriginPool(Origin origin, Connector connector, ClientConfig config) {
        this.origin = origin;
        this.connector = connector;
        this.connectionsMax = config.connectionsPerOrigin();
        this.mayShare = origin.isTls() && config.http2();
    }

    /// A connection with a place reserved on it; null when this pool has been closed.
    ///
    /// @param patience how long to wait for others to free one; zero for as long as it takes
    @Nullable ClientConnection acquire(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            used = true;
            long left = patience.toNanos();
            while (true) {
                if (closed) {
                    return null;
                }
                ClientConnection free = reserved();
                if (free != null) {
                    return free;
                }
                if (mayConnect()) {
                    connecting++;
                    break;
                }
                if (patience.isZero()) {
                    freed.await();
                } else if (left > 0) {
                    left = freed.awaitNanos(left);
                } else {
                    throw new TransportException(
                            Kind.TIMEOUT, "no free connection within " + patience, null);
                }
            }
        } finally {
            lock.unlock();
        }
        return connect();
    }

    private boolean mayConnect() {
        return connections.size() + connecting < connectionsMax && !(mayShare && connecting > 0);
    }

    private @Nullable ClientConnection reserved() {
        connections.removeIf(ClientConnection::isClosed);
        for (ClientConnection connection : connections) {
            if (connection.reserve()) {
                return connection;
            }
        }
        return null;
    }

    private ClientConnection connect() throws InterruptedException {
        ClientConnection made = null;
        try {
            made = connector.connect(origin, this::wake);
            boolean isReserved = made.reserve();
            if (!isReserved) {
                throw new TransportException(Kind.CLOSED, "server closed the connection", null);
            }
            return made;
        } finally {
            lock.lock();
            try {
                connecting--;
                if (made != null && closed) {
                    made.close();
                } else if (made != null) {
                    connections.add(made);
                    mayShare = made instanceof H2ClientConnection;
                }
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Somebody's call is over.
    private void wake() {
        lock.lock();
        try {
            freed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Closes what has not been used since the last time; true when that is the pool itself.
    boolean sweep() {
        lock.lock();
        try {
            for (ClientConnection connection : connections) {
                if (connection.wasIdle()) {
                    connection.close();
                }
            }
            connections.removeIf(ClientConnection::isClosed);
            closed |= connections.isEmpty() && connecting == 0 && !used;
            used = false;
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            connections.forEach(ClientConnection::close);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
