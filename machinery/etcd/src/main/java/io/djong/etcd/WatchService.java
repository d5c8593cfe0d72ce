package io.djong.etcd;

import io.djong.meta.Threads;
import io.djong.store.Store;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// `etcdserverpb.Watch`: many watches over one stream.
final class WatchService extends WatchGrpc.WatchImplBase {

    private final Store store;
    private final Threads threads;

    WatchService(Store store, Threads threads) {
        this.store = store;
        this.threads = threads;
    }

    @Override
    public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> observer) {
        WatchStream stream = new WatchStream((ServerCallStreamObserver<WatchResponse>) observer);
        return new Requests(stream);
    }

    private final class Requests implements StreamObserver<WatchRequest> {

        private final WatchStream stream;
        private final AtomicLong ids = new AtomicLong();
        private final ConcurrentMap<Long, EtcdWatch> watches = new ConcurrentHashMap<>();

        Requests(WatchStream stream) {
            this.stream = stream;
            stream.onCancel(this::closeAll);
        }

        @Override
        public void onNext(WatchRequest request) {
            switch (request.getRequestUnionCase()) {
                case CREATE_REQUEST -> {
                    long id = ids.getAndIncrement();
                    EtcdWatch watch = new EtcdWatch(store, stream, id, request.getCreateRequest());
                    watches.put(id, watch);
                    Thread _ =
                            threads.start(
                                    "etcd-watch-" + id,
                                    () -> {
                                        watch.run();
                                        watches.remove(id);
                                    });
                }
                case CANCEL_REQUEST -> {
                    long id = request.getCancelRequest().getWatchId();
                    EtcdWatch watch = watches.remove(id);
                    if (watch != null) {
                        watch.close();
                        stream.send(
                                WatchResponse.newBuilder()
                                        .setHeader(Headers.at(store.revision()))
                                        .setWatchId(id)
                                        .setCanceled(true)
                                        .build());
                    }
                }
                case PROGRESS_REQUEST -> watches.values().forEach(EtcdWatch::tellProgress);
                case REQUESTUNION_NOT_SET -> {}
            }
        }

        private void closeAll() {
            watches.values().forEach(EtcdWatch::close);
        }

        @Override
        public void onError(Throwable gone) {
            closeAll();
        }

        @Override
        public void onCompleted() {
            closeAll();
            stream.complete();
        }
    }
}
