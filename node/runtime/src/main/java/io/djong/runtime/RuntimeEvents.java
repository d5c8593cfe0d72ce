package io.djong.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.runtime.containerd.Envelope;
import io.djong.runtime.containerd.EventsGrpc;
import io.djong.runtime.containerd.SubscribeRequest;
import io.djong.runtime.containerd.TaskExit;
import io.djong.runtime.containerd.TaskOOM;
import io.djong.runtime.containerd.TaskStart;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Listens to containerd's event stream for as long as it is open, across restarts of containerd.
///
/// Shape: confined to one thread, which also calls the listener; a slow listener delays only itself.
public final class RuntimeEvents implements AutoCloseable {

    private static final Log LOG = Log.of(RuntimeEvents.class);

    /// CRI keeps its containers in this namespace of containerd's.
    static final String NAMESPACE = "k8s.io";

    private static final SubscribeRequest TASKS =
            SubscribeRequest.newBuilder()
                    .addFilters("namespace==" + NAMESPACE + ",topic==\"/tasks/start\"")
                    .addFilters("namespace==" + NAMESPACE + ",topic==\"/tasks/exit\"")
                    .addFilters("namespace==" + NAMESPACE + ",topic==\"/tasks/oom\"")
                    .build();

    /// A restarted containerd answers within 50 ms.
    private static final Duration RETRY = Duration.ofMillis(50);

    /// Nothing tells when a subscription has taken effect; after this time it has.
    private static final Duration SETTLED = Duration.ofMillis(200);

    private final RuntimeSocket socket;
    private final Clock clock;
    private final Consumer<RuntimeEvent> listener;
    private final Thread thread;

    RuntimeEvents(
            RuntimeSocket socket, Clock clock, Threads threads, Consumer<RuntimeEvent> listener) {
        this.socket = socket;
        this.clock = clock;
        this.listener = listener;
        this.thread = threads.start("runtime-events", this::listen);
    }

    private void listen() {
        try {
            while (true) {
                subscribeOnce();
                clock.sleep(RETRY);
                socket.reconnectNow();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void subscribeOnce() throws InterruptedException {
        BlockingClientCall<?, Envelope> stream =
                EventsGrpc.newBlockingV2Stub(socket.channel()).withWaitForReady().subscribe(TASKS);
        try {
            tell(new RuntimeEvent.Resync());
            Optional<Envelope> first = firstWithin(stream, SETTLED);
            // What happened between listing and the moment at which the subscription took effect.
            tell(new RuntimeEvent.Resync());
            Envelope next = first.isPresent() ? first.get() : stream.read();
            while (next != null) {
                event(next).ifPresent(this::tell);
                next = stream.read();
            }
        } catch (StatusException ended) {
            LOG.debug("Event stream ended", "status", ended.getStatus());
        } catch (InvalidProtocolBufferException garbled) {
            LOG.warn("Event stream garbled", garbled);
        } finally {
            stream.cancel("not listening any more", null);
        }
    }

    private static Optional<Envelope> firstWithin(
            BlockingClientCall<?, Envelope> stream, Duration wait)
            throws InterruptedException, StatusException {
        try {
            return Optional.ofNullable(stream.read(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException nothingHappened) {
            return Optional.empty();
        }
    }

    private void tell(RuntimeEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException failure) {
            LOG.error("Listener failed", failure, "event", event);
        }
    }

    private static Optional<RuntimeEvent> event(Envelope envelope)
            throws InvalidProtocolBufferException {
        var payload = envelope.getEvent().getValue();
        Instant at = instant(envelope.getTimestamp());
        return switch (envelope.getTopic()) {
            case "/tasks/start" -> {
                TaskStart start = TaskStart.parseFrom(payload);
                yield Optional.of(
                        new RuntimeEvent.Started(start.getContainerId(), start.getPid(), at));
            }
            case "/tasks/exit" -> {
                TaskExit exit = TaskExit.parseFrom(payload);
                yield Optional.of(
                        new RuntimeEvent.Exited(
                                exit.getContainerId(),
                                exit.getId(),
                                exit.getPid(),
                                exit.getExitStatus(),
                                instant(exit.getExitedAt())));
            }
            case "/tasks/oom" ->
                    Optional.of(
                            new RuntimeEvent.OutOfMemory(
                                    TaskOOM.parseFrom(payload).getContainerId(), at));
            default -> Optional.empty();
        };
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
