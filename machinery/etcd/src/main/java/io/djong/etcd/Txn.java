package io.djong.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.djong.store.Entry;
import io.djong.store.Leases;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.Store.Guard;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import io.djong.store.Value;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Does one transaction: looks at the newest revision, decides, and commits on the condition that what it looked at is
/// as it was; if not, it begins anew.
///
/// Reads in a transaction see the state before its writes. A range that is deleted is that of the revision looked at.
final class Txn {

    private final Store store;
    private final Leases leases;
    private final Value.Factory values;

    Txn(Store store, Leases leases, Value.Factory values) {
        this.store = store;
        this.leases = leases;
        this.values = values;
    }

    /// One attempt.
    private static final class Attempt {
        final Snapshot seen;
        final Map<String, Guard> guards = new LinkedHashMap<>();
        final Map<String, Write> writes = new LinkedHashMap<>();
        long lease;

        Attempt(Snapshot seen) {
            this.seen = seen;
        }

        void guard(String key, @Nullable Entry entry) {
            guards.put(
                    key,
                    entry == null
                            ? new Guard.Absent(key)
                            : new Guard.Unchanged(key, entry.modified()));
        }

        void write(Write write) {
            if (writes.putIfAbsent(write.key(), write) != null) {
                throw Failures.duplicateKey();
            }
        }
    }

    TxnResponse run(TxnRequest request) {
        while (true) {
            Attempt attempt = new Attempt(store.read(0));
            TxnResponse.Builder response = TxnResponse.newBuilder();
            run(request, attempt, response);
            if (attempt.writes.isEmpty()) {
                return response.setHeader(Headers.at(attempt.seen.revision())).build();
            }
            Transaction transaction =
                    new Transaction(
                            List.copyOf(attempt.guards.values()),
                            List.copyOf(attempt.writes.values()));
            if (leases.commit(transaction, attempt.lease)
                    instanceof Store.Commit.Committed(var at, _)) {
                return withHeaders(response.build(), Headers.at(at));
            }
        }
    }

    private void run(TxnRequest request, Attempt attempt, TxnResponse.Builder response) {
        boolean holds = true;
        for (Compare compare : request.getCompareList()) {
            holds &= holds(compare, attempt);
        }
        response.setSucceeded(holds);
        for (RequestOp op : holds ? request.getSuccessList() : request.getFailureList()) {
            response.addResponses(run(op, attempt));
        }
    }

    private ResponseOp run(RequestOp op, Attempt attempt) {
        ResponseOp.Builder response = ResponseOp.newBuilder();
        switch (op.getRequestCase()) {
            case REQUEST_RANGE -> response.setResponseRange(range(op.getRequestRange(), attempt));
            case REQUEST_PUT -> response.setResponsePut(put(op.getRequestPut(), attempt));
            case REQUEST_DELETE_RANGE ->
                    response.setResponseDeleteRange(delete(op.getRequestDeleteRange(), attempt));
            case REQUEST_TXN -> {
                TxnResponse.Builder inner = TxnResponse.newBuilder();
                run(op.getRequestTxn(), attempt, inner);
                response.setResponseTxn(inner);
            }
            case REQUEST_NOT_SET -> throw Failures.emptyKey();
        }
        return response.build();
    }

    private static TxnResponse withHeaders(TxnResponse response, ResponseHeader header) {
        TxnResponse.Builder complete = response.toBuilder().setHeader(header);
        for (ResponseOp.Builder op : complete.getResponsesBuilderList()) {
            switch (op.getResponseCase()) {
                case RESPONSE_RANGE -> op.getResponseRangeBuilder().setHeader(header);
                case RESPONSE_PUT -> op.getResponsePutBuilder().setHeader(header);
                case RESPONSE_DELETE_RANGE -> op.getResponseDeleteRangeBuilder().setHeader(header);
                case RESPONSE_TXN -> op.setResponseTxn(withHeaders(op.getResponseTxn(), header));
                case RESPONSE_NOT_SET -> throw new IllegalStateException("an empty answer");
            }
        }
        return complete.build();
    }

    private static boolean holds(Compare compare, Attempt attempt) {
        Keys keys = Keys.of(compare.getKey(), compare.getRangeEnd());
        List<Entry> entries = keys.entries(attempt.seen);
        if (entries.isEmpty()) {
            if (keys.isSingle()) {
                attempt.guard(keys.first(), null);
            }
            // Nothing is there to have a value; all numbers count as 0.
            return compare.getTarget() != Compare.CompareTarget.VALUE && isTrue(compare, null);
        }
        entries.forEach(entry -> attempt.guard(entry.key(), entry));
        return entries.stream().allMatch(entry -> isTrue(compare, entry));
    }

    private static boolean isTrue(Compare compare, @Nullable Entry entry) {
        int order =
                switch (compare.getTarget()) {
                    case VERSION ->
                            Long.compare(entry == null ? 0 : entry.version(), compare.getVersion());
                    case CREATE ->
                            Long.compare(
                                    entry == null ? 0 : entry.created(),
                                    compare.getCreateRevision());
                    case MOD ->
                            Long.compare(
                                    entry == null ? 0 : entry.modified(), compare.getModRevision());
                    case VALUE -> bytes(entry, compare.getValue());
                    case UNRECOGNIZED -> throw Failures.invalid("unknown target of a compare");
                };
        return switch (compare.getResult()) {
            case EQUAL -> order == 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            case NOT_EQUAL -> order != 0;
            case UNRECOGNIZED -> throw Failures.invalid("unknown result of a compare");
        };
    }

    private static int bytes(@Nullable Entry entry, ByteString expected) {
        ByteString found =
                entry == null
                        ? ByteString.EMPTY
                        : UnsafeByteOperations.unsafeWrap(entry.value().bytes());
        return ByteString.unsignedLexicographicalComparator().compare(found, expected);
    }

    RangeResponse range(RangeRequest request) {
        Snapshot snapshot = store.read(request.getRevision());
        // Reads at an older revision tell the newest one all the same.
        return range(request, snapshot).toBuilder()
                .setHeader(Headers.at(Math.max(snapshot.revision(), store.revision())))
                .build();
    }

    private RangeResponse range(RangeRequest request, Attempt attempt) {
        return range(
                request,
                request.getRevision() == 0 ? attempt.seen : store.read(request.getRevision()));
    }

    private static RangeResponse range(RangeRequest request, Snapshot snapshot) {
        List<Entry> entries = new ArrayList<>();
        long limit = request.getLimit() == 0 ? Long.MAX_VALUE : request.getLimit();
        long kept = request.getCountOnly() ? 0 : isSorted(request) ? limit : Long.MAX_VALUE;
        long[] count = {0};
        Keys.of(request.getKey(), request.getRangeEnd())
                .scan(
                        snapshot,
                        entry -> {
                            if (isWanted(request, entry) && count[0]++ < kept) {
                                entries.add(entry);
                            }
                            return true;
                        });
        sort(request, entries);
        RangeResponse.Builder response = RangeResponse.newBuilder().setCount(count[0]);
        boolean isLeased = !entries.isEmpty() && Leases.holdsAny(snapshot);
        entries.stream()
                .limit(limit)
                .map(entry ->
                        Keys.keyValue(
                                entry,
                                request.getKeysOnly(),
                                isLeased ? Leases.holding(snapshot, entry.key()) : 0))
                .forEach(response::addKvs);
        return response.setMore(!request.getCountOnly() && limit < count[0]).build();
    }

    /// As the store has them: in order of their keys.
    private static boolean isSorted(RangeRequest request) {
        return request.getSortTarget() == RangeRequest.SortTarget.KEY
                && request.getSortOrder() != RangeRequest.SortOrder.DESCEND;
    }

    private static boolean isWanted(RangeRequest request, Entry entry) {
        return isWithin(entry.modified(), request.getMinModRevision(), request.getMaxModRevision())
                && isWithin(
                        entry.created(),
                        request.getMinCreateRevision(),
                        request.getMaxCreateRevision());
    }

    private static boolean isWithin(long revision, long least, long most) {
        return (least == 0 || revision >= least) && (most == 0 || revision <= most);
    }

    private static void sort(RangeRequest request, List<Entry> entries) {
        Comparator<Entry> order =
                switch (request.getSortTarget()) {
                    case KEY, UNRECOGNIZED -> Comparator.comparing(Entry::key);
                    case VERSION -> Comparator.comparingLong(Entry::version);
                    case CREATE -> Comparator.comparingLong(Entry::created);
                    case MOD -> Comparator.comparingLong(Entry::modified);
                    case VALUE ->
                            Comparator.comparing(
                                    entry -> ByteString.copyFrom(entry.value().bytes()),
                                    ByteString.unsignedLexicographicalComparator());
                };
        switch (request.getSortOrder()) {
            case ASCEND -> entries.sort(order);
            case DESCEND -> entries.sort(order.reversed());
            case NONE, UNRECOGNIZED -> {
                if (request.getSortTarget() != RangeRequest.SortTarget.KEY) {
                    entries.sort(order);
                }
            }
        }
    }

    private PutResponse put(PutRequest request, Attempt attempt) {
        if (request.getKey().isEmpty()) {
            throw Failures.emptyKey();
        }
        String key = Keys.text(request.getKey());
        Entry before = attempt.seen.get(key);
        boolean needsBefore =
                request.getPrevKv() || request.getIgnoreValue() || request.getIgnoreLease();
        if (needsBefore) {
            attempt.guard(key, before);
        }
        if (before == null && (request.getIgnoreValue() || request.getIgnoreLease())) {
            throw Failures.invalid("etcdserver: key not found");
        }
        long lease =
                request.getIgnoreLease() ? Leases.holding(attempt.seen, key) : request.getLease();
        if (lease != 0 && leases.find(lease) == null) {
            throw Failures.noLease();
        }
        attempt.lease = lease;
        byte[] bytes =
                request.getIgnoreValue() && before != null
                        ? before.value().bytes()
                        : request.getValue().toByteArray();
        attempt.write(new Write.Put(key, values.value(key, bytes)));
        PutResponse.Builder response = PutResponse.newBuilder();
        if (request.getPrevKv() && before != null) {
            response.setPrevKv(Keys.keyValue(attempt.seen, before, false));
        }
        return response.build();
    }

    private static DeleteRangeResponse delete(DeleteRangeRequest request, Attempt attempt) {
        DeleteRangeResponse.Builder response = DeleteRangeResponse.newBuilder();
        List<Entry> entries =
                Keys.of(request.getKey(), request.getRangeEnd()).entries(attempt.seen);
        for (Entry entry : entries) {
            attempt.guard(entry.key(), entry);
            attempt.write(new Write.Delete(entry.key()));
            if (request.getPrevKv()) {
                response.addPrevKvs(Keys.keyValue(attempt.seen, entry, false));
            }
        }
        return response.setDeleted(entries.size()).build();
    }
}
