package io.djong.etcd;

import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One client's stream of events: who sends waits until the client takes them, so that nothing piles up here.
final class WatchStream {

    private final ServerCallStreamObserver<WatchResponse> observer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private boolean isOver;
    private volatile Runnable onCancel = () -> {};

    WatchStream(ServerCallStreamObserver<WatchResponse> observer) {
        this.observer = observer;
        observer.setOnReadyHandler(this::wake);
        observer.setOnCancelHandler(() -> {
            end();
            onCancel.run();
        });
    }

    void onCancel(Runnable action) {
        onCancel = action;
    }

    private void wake() {
        lock.lock();
        try {
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            isOver = true;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// False when the client is gone.
    boolean send(WatchResponse response) {
        lock.lock();
        try {
            while (!isOver && !observer.isReady()) {
                ready.awaitUninterruptibly();
            }
            if (!isOver) {
                observer.onNext(response);
            }
            return !isOver;
        } finally {
            lock.unlock();
        }
    }

    void complete() {
        lock.lock();
        try {
            if (!isOver) {
                isOver = true;
                observer.onCompleted();
                ready.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
