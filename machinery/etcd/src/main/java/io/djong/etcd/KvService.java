package io.djong.etcd;

import io.djong.store.Store;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.stub.StreamObserver;

/// `etcdserverpb.KV`.
final class KvService extends KVGrpc.KVImplBase {

    private final Store store;
    private final Txn txn;

    KvService(Store store, Txn txn) {
        this.store = store;
        this.txn = txn;
    }

    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
        Failures.answer(observer, () -> txn.range(request));
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> observer) {
        RequestOp op = RequestOp.newBuilder().setRequestPut(request).build();
        Failures.answer(observer, () -> run(op).getResponses(0).getResponsePut());
    }

    @Override
    public void deleteRange(
            DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> observer) {
        RequestOp op = RequestOp.newBuilder().setRequestDeleteRange(request).build();
        Failures.answer(
                observer,
                () -> {
                    TxnResponse done = run(op);
                    return done.getResponses(0).getResponseDeleteRange().toBuilder()
                            .setHeader(done.getHeader())
                            .build();
                });
    }

    private TxnResponse run(RequestOp op) {
        return txn.run(TxnRequest.newBuilder().addSuccess(op).build());
    }

    @Override
    public void txn(TxnRequest request, StreamObserver<TxnResponse> observer) {
        Failures.answer(observer, () -> txn.run(request));
    }

    @Override
    public void compact(CompactionRequest request, StreamObserver<CompactionResponse> observer) {
        Failures.answer(
                observer,
                () -> {
                    if (request.getRevision() <= store.compacted() && store.compacted() > 0) {
                        throw io.grpc.Status.OUT_OF_RANGE
                                .withDescription(Failures.COMPACTED)
                                .asRuntimeException();
                    }
                    store.compact(request.getRevision());
                    return CompactionResponse.newBuilder()
                            .setHeader(Headers.at(store.revision()))
                            .build();
                });
    }
}
