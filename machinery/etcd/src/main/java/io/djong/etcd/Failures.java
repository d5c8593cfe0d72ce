package io.djong.etcd;

import io.djong.store.CompactedException;
import io.djong.store.FutureRevisionException;
import io.djong.store.QuotaExceededException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/// The errors that clients of etcd know, in its words.
///
/// @spec https://github.com/etcd-io/etcd/blob/v3.6.0/api/v3rpc/rpctypes/error.go etcd errors
final class Failures {

    static final String COMPACTED = "etcdserver: mvcc: required revision has been compacted";
    private static final String FUTURE = "etcdserver: mvcc: required revision is a future revision";

    private Failures() {}

    static StatusRuntimeException emptyKey() {
        return invalid("etcdserver: key is not provided");
    }

    static StatusRuntimeException duplicateKey() {
        return invalid("etcdserver: duplicate key given in txn request");
    }

    static StatusRuntimeException noLease() {
        return Status.NOT_FOUND
                .withDescription("etcdserver: requested lease not found")
                .asRuntimeException();
    }

    static StatusRuntimeException leaseExists() {
        return Status.FAILED_PRECONDITION
                .withDescription("etcdserver: lease already exists")
                .asRuntimeException();
    }

    static StatusRuntimeException invalid(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
    }

    static StatusRuntimeException of(RuntimeException failure) {
        return switch (failure) {
            case StatusRuntimeException known -> known;
            case CompactedException _ ->
                    Status.OUT_OF_RANGE.withDescription(COMPACTED).asRuntimeException();
            case FutureRevisionException _ ->
                    Status.OUT_OF_RANGE.withDescription(FUTURE).asRuntimeException();
            case QuotaExceededException full ->
                    Status.RESOURCE_EXHAUSTED
                            .withDescription(full.getMessage())
                            .asRuntimeException();
            default ->
                    Status.UNAVAILABLE
                            .withDescription(String.valueOf(failure.getMessage()))
                            .withCause(failure)
                            .asRuntimeException();
        };
    }

    /// Sends what `call` returns, or why it failed.
    static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
        T reply;
        try {
            reply = call.get();
        } catch (RuntimeException failure) {
            observer.onError(of(failure));
            return;
        }
        observer.onNext(reply);
        observer.onCompleted();
    }
}
