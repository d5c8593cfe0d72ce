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
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
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

    private final RuntimeSocket socket;
    private final Clock clock;
    private final Consumer<RuntimeEvent> listener;
    private final Context.CancellableContext context = Context.ROOT.withCancellation();
    private final Thread thread;

    RuntimeEvents(
            RuntimeSocket socket, Clock clock, Threads threads, Consumer<RuntimeEvent> listener) {
        this.socket = socket;
        this.clock = clock;
        this.listener = listener;
        this.thread = threads.start("runtime-events", context.wrap(this::listen));
    }

    private void listen() {
        try {
            while (!context.isCancelled()) {
                subscribeOnce();
                clock.sleep(RETRY);
                socket.reconnectNow();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void subscribeOnce() {
        try {
            Iterator<Envelope> stream =
                    EventsGrpc.newBlockingStub(socket.channel())
                            .withWaitForReady()
                            .subscribe(TASKS);
            listener.accept(new RuntimeEvent.Resync());
            while (stream.hasNext()) {
                event(stream.next()).ifPresent(listener);
            }
        } catch (StatusRuntimeException ended) {
            LOG.debug("Event stream ended", "status", ended.getStatus());
        } catch (InvalidProtocolBufferException garbled) {
            LOG.warn("Event stream garbled", garbled);
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
        context.cancel(null);
        thread.interrupt();
    }
}
