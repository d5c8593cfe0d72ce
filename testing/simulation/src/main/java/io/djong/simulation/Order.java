package io.djong.simulation;

import io.djong.store.Entry;
import io.djong.store.Event;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The order in which the store says that everything happened, and the state after each revision in that order.
///
/// Made of what a watch of everything was told; whether that is a possible order is for [StoreChecker] to say.
final class Order {

    /// What is under a key.
    record Known(String text, long created, long modified, long version) {

        static @Nullable Known of(@Nullable Entry entry) {
            return entry == null
                    ? null
                    : new Known(
                            Order.text(entry.value().bytes()),
                            entry.created(),
                            entry.modified(),
                            entry.version());
        }
    }

    private final SortedMap<Long, List<Event>> changes = new TreeMap<>();
    private final List<SortedMap<String, Known>> states = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    Order(List<Event> events) {
        for (Event event : events) {
            changes.computeIfAbsent(event.revision(), _ -> new ArrayList<>()).add(event);
        }
        states.add(new TreeMap<>());
        changes.forEach((revision, some) -> {
            if (revision != states.size()) {
                violations.add("revision %d comes after %d".formatted(revision, newest()));
                while (states.size() < revision) {
                    states.add(states.getLast());
                }
            }
            states.add(after(states.getLast(), some, revision));
        });
    }

    private SortedMap<String, Known> after(
            SortedMap<String, Known> before, List<Event> some, long revision) {
        SortedMap<String, Known> state = new TreeMap<>(before);
        for (Event event : some) {
            String key = event.entry().key();
            Known previous = state.get(key);
            if (!Objects.equals(Known.of(event.previous()), previous)) {
                violations.add(
                        "the event of %s at %d says that there was %s before, it was %s"
                                .formatted(key, revision, Known.of(event.previous()), previous));
            }
            if (event.type() == Event.Type.DELETE) {
                state.remove(key);
                continue;
            }
            Known next = next(previous, text(event.entry().value().bytes()), revision);
            if (!next.equals(Known.of(event.entry()))) {
                violations.add(
                        "the event of %s at %d tells %s, it is %s"
                                .formatted(key, revision, Known.of(event.entry()), next));
            }
            state.put(key, next);
        }
        return state;
    }

    private static Known next(@Nullable Known previous, String text, long revision) {
        return previous == null
                ? new Known(text, revision, revision, 1)
                : new Known(text, previous.created(), revision, previous.version() + 1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    List<String> violations() {
        return violations;
    }

    long newest() {
        return states.size() - 1L;
    }

    /// Null if there is no such revision.
    @Nullable SortedMap<String, Known> at(long revision) {
        return revision < 0 || revision > newest() ? null : states.get((int) revision);
    }

    List<Event> changes(long revision) {
        return changes.getOrDefault(revision, List.of());
    }

    /// Whether `transaction`, done on the state before `revision`, makes exactly its changes.
    boolean explains(Transaction transaction, long revision) {
        SortedMap<String, Known> before = at(revision - 1);
        if (before == null) {
            return false;
        }
        Map<String, String> expected = new HashMap<>();
        for (Write write : transaction.writes()) {
            switch (write) {
                case Write.Put(var key, var value) -> expected.put(key, text(value.bytes()));
                case Write.Delete(var key) -> {
                    if (before.containsKey(key)) {
                        expected.put(key, DELETED);
                    }
                }
            }
        }
        Map<String, String> found = new HashMap<>();
        for (Event event : changes(revision)) {
            boolean isPut = event.type() == Event.Type.PUT;
            found.put(event.entry().key(), isPut ? text(event.entry().value().bytes()) : DELETED);
        }
        return found.equals(expected) && changes(revision).size() == expected.size();
    }

    /// No value is this.
    private static final String DELETED = "(deleted)";
}
