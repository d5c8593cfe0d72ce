package io.djong.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.djong.store.Entry;
import io.djong.store.KeyRange;
import io.djong.store.Leases;
import io.djong.store.Snapshot;
import io.etcd.jetcd.api.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The keys from `first` up to, but without, `end`; all from `first` on if that is null.
///
/// @param isSingle only `first`
record Keys(String first, @Nullable String end, boolean isSingle) {

    private static final ByteString NUL = ByteString.copyFrom(new byte[] {0});

    /// A `range_end` of one zero byte means: to the end of all keys.
    static Keys of(ByteString key, ByteString rangeEnd) {
        if (key.isEmpty()) {
            throw Failures.emptyKey();
        }
        String first = key.equals(NUL) && !rangeEnd.isEmpty() ? "" : text(key);
        if (rangeEnd.isEmpty()) {
            return new Keys(text(key), null, true);
        }
        return new Keys(first, rangeEnd.equals(NUL) ? null : text(rangeEnd), false);
    }

    static String text(ByteString key) {
        if (!key.isValidUtf8()) {
            throw Failures.invalid("etcdserver: this store takes keys of UTF-8 only");
        }
        return key.toStringUtf8();
    }

    boolean contains(String key) {
        if (key.startsWith(Leases.RESERVED)) {
            return false;
        }
        return isSingle
                ? key.equals(first)
                : key.compareTo(first) >= 0 && (end == null || key.compareTo(end) < 0);
    }

    /// The narrowest range of the store's that holds them all.
    KeyRange watched() {
        if (isSingle) {
            return KeyRange.key(first);
        }
        boolean isPrefix =
                end != null
                        && !first.isEmpty()
                        && end.length() == first.length()
                        && end.startsWith(first.substring(0, first.length() - 1))
                        && end.charAt(end.length() - 1) == first.charAt(first.length() - 1) + 1;
        return isPrefix ? KeyRange.prefix(first) : KeyRange.ALL;
    }

    /// Shows the entries in order of their keys, until `visitor` answers false.
    void scan(Snapshot snapshot, Predicate<Entry> visitor) {
        Entry begin = first.isEmpty() ? null : snapshot.get(first);
        if (begin != null && contains(first) && !visitor.test(begin)) {
            return;
        }
        if (!isSingle) {
            snapshot.scan(
                    KeyRange.ALL,
                    first,
                    entry -> {
                        if (end != null && entry.key().compareTo(end) >= 0) {
                            return false;
                        }
                        return !contains(entry.key()) || visitor.test(entry);
                    });
        }
    }

    List<Entry> entries(Snapshot snapshot) {
        List<Entry> entries = new ArrayList<>();
        scan(snapshot, entries::add);
        return entries;
    }

    static KeyValue keyValue(Snapshot snapshot, Entry entry, boolean keysOnly) {
        return keyValue(entry, keysOnly, Leases.holding(snapshot, entry.key()));
    }

    static KeyValue keyValue(Entry entry, boolean keysOnly, long lease) {
        KeyValue.Builder builder =
                KeyValue.newBuilder()
                        .setKey(ByteString.copyFromUtf8(entry.key()))
                        .setCreateRevision(entry.created())
                        .setModRevision(entry.modified())
                        .setVersion(entry.version())
                        .setLease(lease);
        if (!keysOnly) {
            builder.setValue(UnsafeByteOperations.unsafeWrap(entry.value().bytes()));
        }
        return builder.build();
    }
}
