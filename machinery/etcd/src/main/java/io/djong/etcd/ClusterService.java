package io.djong.etcd;

import io.djong.store.Store;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.grpc.stub.StreamObserver;

/// `etcdserverpb.Cluster`: one member, and that is all there will be.
final class ClusterService extends ClusterGrpc.ClusterImplBase {

    private final Store store;
    private final String url;

    ClusterService(Store store, String url) {
        this.store = store;
        this.url = url;
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> observer) {
        Failures.answer(
                observer,
                () ->
                        MemberListResponse.newBuilder()
                                .setHeader(Headers.at(store.revision()))
                                .addMembers(
                                        Member.newBuilder()
                                                .setID(Headers.MEMBER)
                                                .setName("djong")
                                                .addClientURLs(url))
                                .build());
    }
}
