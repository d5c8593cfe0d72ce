package io.djong.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands each change to the hubs that somebody watches. Guarded by the index's publishing lock.
final class Hubs {

    private final Map<String, Hub> prefixes = new HashMap<>();
    private final Map<String, Hub> singles = new HashMap<>();
    private final List<Hub> changed = new ArrayList<>();
    private long watches;

    long watches() {
        return watches;
    }

    /// The hub for `range`: its own for a key or a prefix that ends with a slash, else that of the next wider prefix.
    Hub of(KeyRange range) {
        String name = range.prefix();
        return range.isSingle()
                ? singles.computeIfAbsent(name, key -> new Hub(KeyRange.key(key)))
                : prefixes.computeIfAbsent(
                        name.substring(0, name.lastIndexOf('/') + 1),
                        prefix -> new Hub(KeyRange.prefix(prefix)));
    }

    void join(Hub hub, HubWatch watch) {
        hub.watches.add(watch);
        watches++;
    }

    void part(Hub hub, HubWatch watch) {
        if (!hub.watches.contains(watch)) {
            return;
        }
        hub.part(watch);
        watches--;
        if (hub.watches.isEmpty()) {
            (hub.range.isSingle() ? singles : prefixes).remove(hub.range.prefix());
        }
    }

    void append(Event event) {
        String key = event.entry().key();
        if (!singles.isEmpty()) {
            append(singles.get(key), event);
        }
        if (!prefixes.isEmpty()) {
            append(prefixes.get(""), event);
            for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
                append(prefixes.get(key.substring(0, slash + 1)), event);
            }
        }
    }

    private void append(@Nullable Hub hub, Event event) {
        if (hub != null) {
            hub.append(event);
            changed.add(hub);
        }
    }

    /// Wakes who waits for what was appended since the last time.
    void wake() {
        for (Hub hub : changed) {
            hub.waiters.wakeAll();
        }
        changed.clear();
    }

    void forEach(Consumer<HubWatch> action) {
        List<HubWatch> all = new ArrayList<>();
        singles.values().forEach(hub -> all.addAll(hub.watches));
        prefixes.values().forEach(hub -> all.addAll(hub.watches));
        all.forEach(action);
    }
}
