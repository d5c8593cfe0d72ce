package io.djong.kubelet.streaming;

import io.djong.http.ClosedException;
import io.djong.http.SpdyConnection;
import io.djong.http.SpdyStream;
import io.djong.meta.Threads;
import java.util.ArrayList;
import java.util.List;

/// Opens towards the runtime every stream that a client opens, and moves bytes both ways.
///
/// Shape: one thread accepts; two threads a stream move.
final class SpdyMirror {

    private final SpdyConnection client;
    private final SpdyConnection runtime;
    private final Threads threads;
    private final List<Thread> pumps = new ArrayList<>();

    SpdyMirror(SpdyConnection client, SpdyConnection runtime, Threads threads) {
        this.client = client;
        this.runtime = runtime;
        this.threads = threads;
    }

    /// Returns when either side has ended and everything has been passed on.
    void run() throws InterruptedException {
        client.onClosed(runtime::close);
        Thread watcher = threads.start("spdy-runtime-end", this::closeAfterRuntime);
        try {
            for (SpdyStream stream = client.accept(); stream != null; stream = client.accept()) {
                pass(stream);
            }
        } catch (ClosedException ended) {
            // The runtime ended while a stream was being opened; the client is told by the end.
            runtime.close();
        } finally {
            watcher.join();
            client.close();
            runtime.close();
        }
    }

    private void pass(SpdyStream stream) throws InterruptedException {
        SpdyStream other = runtime.open(stream.headers());
        synchronized (pumps) {
            threads.start("spdy-in", new Pump(stream.in(), other.out()));
            pumps.add(threads.start("spdy-out", new Pump(other.in(), stream.out())));
        }
    }

    /// What the runtime sent last still has to reach the client.
    private void closeAfterRuntime() {
        try {
            while (runtime.accept() != null) {
                // The runtime opens no streams.
            }
            List<Thread> started;
            synchronized (pumps) {
                started = List.copyOf(pumps);
            }
            for (Thread pump : started) {
                pump.join();
            }
            client.close();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
