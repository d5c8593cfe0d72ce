package io.djong.etcd;

import io.djong.store.Entry;
import io.djong.store.KeyRange;
import io.djong.store.Store;
import io.djong.store.StoreStats;
import io.etcd.jetcd.api.AlarmMember;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.DefragmentResponse;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.HashRequest;
import io.etcd.jetcd.api.HashResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// `etcdserverpb.Maintenance`, as far as it has a meaning here: a store has nothing to defragment.
final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {

    /// The API level that is served.
    private static final String VERSION = "3.6.0";

    private final Store store;

    MaintenanceService(Store store) {
        this.store = store;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
        Failures.answer(
                observer,
                () -> {
                    StoreStats stats = store.stats();
                    long revision = store.revision();
                    StatusResponse.Builder status =
                            StatusResponse.newBuilder()
                                    .setHeader(Headers.at(revision))
                                    .setVersion(VERSION)
                                    .setDbSize(stats.valueBytes() + stats.historyBytes())
                                    .setDbSizeInUse(stats.valueBytes())
                                    .setLeader(Headers.MEMBER)
                                    .setRaftIndex(revision)
                                    .setRaftAppliedIndex(revision)
                                    .setRaftTerm(Headers.TERM);
                    if (store.isFull()) {
                        status.addErrors("memberID:%d alarm:NOSPACE ".formatted(Headers.MEMBER));
                    }
                    return status.build();
                });
    }

    /// The alarm ends by itself when there is room again: to disarm it changes nothing.
    @Override
    public void alarm(AlarmRequest request, StreamObserver<AlarmResponse> observer) {
        Failures.answer(
                observer,
                () -> {
                    AlarmResponse.Builder response =
                            AlarmResponse.newBuilder().setHeader(Headers.at(store.revision()));
                    if (store.isFull()) {
                        response.addAlarms(
                                AlarmMember.newBuilder()
                                        .setMemberID(Headers.MEMBER)
                                        .setAlarm(AlarmType.NOSPACE));
                    }
                    return response.build();
                });
    }

    @Override
    public void defragment(DefragmentRequest request, StreamObserver<DefragmentResponse> observer) {
        Failures.answer(
                observer,
                () ->
                        DefragmentResponse.newBuilder()
                                .setHeader(Headers.at(store.revision()))
                                .build());
    }

    @Override
    public void hash(HashRequest request, StreamObserver<HashResponse> observer) {
        Failures.answer(
                observer,
                () ->
                        HashResponse.newBuilder()
                                .setHeader(Headers.at(store.revision()))
                                .setHash(hash(0))
                                .build());
    }

    @Override
    public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> observer) {
        Failures.answer(
                observer,
                () ->
                        HashKVResponse.newBuilder()
                                .setHeader(Headers.at(store.revision()))
                                .setHash(hash(request.getRevision()))
                                .setCompactRevision(store.compacted())
                                .build());
    }

    /// Equal for equal content; not the number that an etcd would compute.
    private int hash(long revision) {
        CRC32C crc = new CRC32C();
        store.read(revision)
                .scan(
                        KeyRange.ALL,
                        null,
                        entry -> {
                            update(crc, entry);
                            return true;
                        });
        return (int) crc.getValue();
    }

    private static void update(CRC32C crc, Entry entry) {
        crc.update(entry.key().getBytes(StandardCharsets.UTF_8));
        crc.update(entry.value().bytes());
        crc.update(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(entry.created())
                        .putLong(entry.modified())
                        .flip());
    }
}
