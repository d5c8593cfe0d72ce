package io.djong.etcd;

import com.google.protobuf.ByteString;
import io.djong.store.ClosedException;
import io.djong.store.CompactedException;
import io.djong.store.Event;
import io.djong.store.FutureRevisionException;
import io.djong.store.LaggedException;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.Watch;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchCreateRequest.FilterType;
import io.etcd.jetcd.api.WatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One watch: runs on its thread until it is closed, or its client is gone.
final class EtcdWatch {

    /// How often a quiet watch that asked for it is told how far it is; as etcd.
    private static final Duration PROGRESS_INTERVAL = Duration.ofMinutes(10);

    private final Store store;
    private final WatchStream stream;
    private final long id;
    private final WatchCreateRequest request;
    private volatile boolean isClosed;
    private volatile boolean wantsProgress;
    private volatile @Nullable Watch opened;

    EtcdWatch(Store store, WatchStream stream, long id, WatchCreateRequest request) {
        this.store = store;
        this.stream = stream;
        this.id = id;
        this.request = request;
    }

    void close() {
        isClosed = true;
        Watch watch = opened;
        if (watch != null) {
            watch.close();
        }
    }

    void tellProgress() {
        wantsProgress = true;
        Watch watch = opened;
        if (watch != null) {
            watch.wake();
        }
    }

    void run() {
        boolean _ = stream.send(response(store.revision()).setCreated(true).build());
        long after =
                request.getStartRevision() == 0
                        ? store.revision()
                        : Math.min(request.getStartRevision() - 1, store.revision());
        try {
            Keys keys = Keys.of(request.getKey(), request.getRangeEnd());
            try (Watch watch = store.watch(keys.watched(), after)) {
                opened = watch;
                if (isClosed) {
                    return;
                }
                send(watch, keys);
            }
        } catch (CompactedException | LaggedException cutOff) {
            cancel(Failures.COMPACTED, store.compacted());
        } catch (FutureRevisionException | io.grpc.StatusRuntimeException wrong) {
            cancel(String.valueOf(wrong.getMessage()), 0);
        } catch (ClosedException _) {
            return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel(String reason, long compacted) {
        boolean _ =
                stream.send(
                        response(store.revision())
                                .setCanceled(true)
                                .setCancelReason(reason)
                                .setCompactRevision(compacted)
                                .build());
    }

    private WatchResponse.Builder response(long revision) {
        return WatchResponse.newBuilder().setHeader(Headers.at(revision)).setWatchId(id);
    }

    private void send(Watch watch, Keys keys) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        boolean goesOn = true;
        while (goesOn) {
            List<Event> taken = watch.take(PROGRESS_INTERVAL);
            events.addAll(taken);
            if (!events.isEmpty() && events.getLast().revision() > watch.progress()) {
                // The rest of that revision belongs into the same answer.
                continue;
            }
            WatchResponse.Builder response = response(watch.progress());
            for (Event event : events) {
                if (keys.contains(event.entry().key())
                        && event.revision() >= request.getStartRevision()
                        && !isFiltered(event)) {
                    response.addEvents(event(event));
                }
            }
            events.clear();
            boolean isProgress = wantsProgress || (request.getProgressNotify() && taken.isEmpty());
            if (response.getEventsCount() > 0 || isProgress) {
                wantsProgress = false;
                goesOn = stream.send(response.build());
            }
        }
    }

    private boolean isFiltered(Event event) {
        return request.getFiltersList()
                .contains(event.type() == Event.Type.PUT ? FilterType.NOPUT : FilterType.NODELETE);
    }

    private io.etcd.jetcd.api.Event event(Event event) {
        io.etcd.jetcd.api.Event.Builder builder = io.etcd.jetcd.api.Event.newBuilder();
        Snapshot now = store.read(0);
        if (event.type() == Event.Type.PUT) {
            builder.setKv(Keys.keyValue(now, event.entry(), false));
        } else {
            builder.setType(io.etcd.jetcd.api.Event.EventType.DELETE)
                    .setKv(
                            KeyValue.newBuilder()
                                    .setKey(ByteString.copyFromUtf8(event.entry().key()))
                                    .setModRevision(event.revision()));
        }
        if (request.getPrevKv() && event.previous() != null) {
            builder.setPrevKv(Keys.keyValue(now, event.previous(), false));
        }
        return builder.build();
    }
}
