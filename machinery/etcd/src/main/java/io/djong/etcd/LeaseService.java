package io.djong.etcd;

import com.google.protobuf.ByteString;
import io.djong.store.Leases;
import io.djong.store.Store;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// `etcdserverpb.Lease`.
final class LeaseService extends LeaseGrpc.LeaseImplBase {

    private final Store store;
    private final Leases leases;
    private final RandomGenerator random;

    LeaseService(Store store, Leases leases, RandomGenerator random) {
        this.store = store;
        this.leases = leases;
        this.random = random;
    }

    @Override
    public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> observer) {
        Failures.answer(
                observer,
                () -> {
                    if (request.getTTL() <= 0) {
                        throw Failures.invalid("etcdserver: too small lease TTL");
                    }
                    long id =
                            request.getID() == 0
                                    ? random.nextLong(1, Long.MAX_VALUE)
                                    : request.getID();
                    if (!leases.grant(id, Duration.ofSeconds(request.getTTL()))) {
                        throw Failures.leaseExists();
                    }
                    return LeaseGrantResponse.newBuilder()
                            .setHeader(Headers.at(store.revision()))
                            .setID(id)
                            .setTTL(request.getTTL())
                            .build();
                });
    }

    @Override
    public void leaseRevoke(
            LeaseRevokeRequest request, StreamObserver<LeaseRevokeResponse> observer) {
        Failures.answer(
                observer,
                () -> {
                    if (leases.revoke(request.getID()) == 0) {
                        throw Failures.noLease();
                    }
                    return LeaseRevokeResponse.newBuilder()
                            .setHeader(Headers.at(store.revision()))
                            .build();
                });
    }

    @Override
    public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(
            StreamObserver<LeaseKeepAliveResponse> observer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(LeaseKeepAliveRequest request) {
                Duration length = leases.keepAlive(request.getID());
                observer.onNext(
                        LeaseKeepAliveResponse.newBuilder()
                                .setHeader(Headers.at(store.revision()))
                                .setID(request.getID())
                                .setTTL(length == null ? 0 : length.toSeconds())
                                .build());
            }

            @Override
            public void onError(Throwable gone) {}

            @Override
            public void onCompleted() {
                observer.onCompleted();
            }
        };
    }

    @Override
    public void leaseTimeToLive(
            LeaseTimeToLiveRequest request, StreamObserver<LeaseTimeToLiveResponse> observer) {
        Failures.answer(observer, () -> timeToLive(request));
    }

    private LeaseTimeToLiveResponse timeToLive(LeaseTimeToLiveRequest request) {
        LeaseTimeToLiveResponse.Builder response =
                LeaseTimeToLiveResponse.newBuilder()
                        .setHeader(Headers.at(store.revision()))
                        .setID(request.getID());
        Leases.Lease lease = leases.find(request.getID());
        if (lease == null) {
            return response.setTTL(-1).build();
        }
        response.setTTL(lease.left().toSeconds()).setGrantedTTL(lease.granted().toSeconds());
        if (request.getKeys()) {
            lease.keys().forEach(key -> response.addKeys(ByteString.copyFromUtf8(key)));
        }
        return response.build();
    }
}
