package io.djong.http;

import io.djong.meta.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Sends every watcher of a bench the same events, as an API server does.
final class EventHub implements Runnable {

    private static final int QUEUE = 1000;

    private final byte[] event;
    private final Duration pause;
    private final List<BlockingQueue<byte[]>> watchers = new CopyOnWriteArrayList<>();

    EventHub(byte[] event, Duration pause) {
        this.event = event;
        this.pause = pause;
    }

    @Override
    public void run() {
        try {
            while (true) {
                for (BlockingQueue<byte[]> watcher : watchers) {
                    watcher.put(event);
                }
                Clock.system().sleep(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void watch(Exchange exchange) throws InterruptedException {
        BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
        watchers.add(queue);
        try (ResponseStream out = exchange.startResponse(200, Headers.of())) {
            while (true) {
                out.write(queue.take());
                for (byte[] more = queue.poll(); more != null; more = queue.poll()) {
                    out.write(more);
                }
                out.flush();
            }
        } finally {
            watchers.remove(queue);
        }
    }
}
