package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.meta.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All objects of a kind as of one revision, with their indexes. Immutable.
final class Snapshot<T extends ApiObject<T>> {

    private final PersistentMap<ObjectKey, T> objects;
    private final Map<String, Filed<T>> indexes;
    private final long revision;

    /// An index and what is filed in it.
    private record Filed<T>(
            Index<T> index, PersistentMap<String, PersistentMap<ObjectKey, T>> files) {

        Filed<T> change(ObjectKey key, @Nullable T before, @Nullable T now) {
            PersistentMap<String, PersistentMap<ObjectKey, T>> changed = files;
            if (before != null) {
                for (String value : index.values().apply(before)) {
                    PersistentMap<ObjectKey, T> file = changed.get(value);
                    if (file != null) {
                        PersistentMap<ObjectKey, T> left = file.without(key);
                        changed =
                                left.isEmpty() ? changed.without(value) : changed.with(value, left);
                    }
                }
            }
            if (now != null) {
                for (String value : index.values().apply(now)) {
                    PersistentMap<ObjectKey, T> file = changed.get(value);
                    PersistentMap<ObjectKey, T> base = file == null ? PersistentMap.empty() : file;
                    changed = changed.with(value, base.with(key, now));
                }
            }
            return new Filed<>(index, changed);
        }
    }

    private Snapshot(
            PersistentMap<ObjectKey, T> objects, Map<String, Filed<T>> indexes, long revision) {
        this.objects = objects;
        this.indexes = indexes;
        this.revision = revision;
    }

    static <T extends ApiObject<T>> Snapshot<T> empty() {
        return new Snapshot<>(PersistentMap.<ObjectKey, T>empty(), Map.of(), 0);
    }

    long revision() {
        return revision;
    }

    @Nullable T get(ObjectKey key) {
        return objects.get(key);
    }

    Optional<T> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    List<T> all() {
        return objects.values();
    }

    List<T> byIndex(String name, String value) {
        Filed<T> filed = indexes.get(name);
        if (filed == null) {
            throw new IllegalArgumentException(
                    "no index " + name + " was declared, only " + indexes.keySet());
        }
        PersistentMap<ObjectKey, T> file = filed.files.get(value);
        return file == null ? List.of() : file.values();
    }

    Snapshot<T> at(long newRevision) {
        return new Snapshot<>(objects, indexes, Math.max(revision, newRevision));
    }

    Snapshot<T> with(T object) {
        ObjectKey key = object.key();
        return new Snapshot<>(
                objects.with(key, object), refiled(key, objects.get(key), object), revision);
    }

    Snapshot<T> without(ObjectKey key) {
        T before = objects.get(key);
        return before == null
                ? this
                : new Snapshot<>(objects.without(key), refiled(key, before, null), revision);
    }

    private Map<String, Filed<T>> refiled(ObjectKey key, @Nullable T before, @Nullable T now) {
        Map<String, Filed<T>> changed = new LinkedHashMap<>();
        indexes.forEach((name, filed) -> changed.put(name, filed.change(key, before, now)));
        return changed;
    }

    /// The same with one more index; an index of that name is kept as it is.
    Snapshot<T> indexed(Index<T> index) {
        if (indexes.containsKey(index.name())) {
            return this;
        }
        Filed<T> filed = new Filed<>(index, PersistentMap.empty());
        for (T object : objects.values()) {
            filed = filed.change(object.key(), null, object);
        }
        Map<String, Filed<T>> more = new LinkedHashMap<>(indexes);
        more.put(index.name(), filed);
        return new Snapshot<>(objects, more, revision);
    }
}
