package io.djong.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An immutable map; a change makes a new one that shares all but the few nodes on its path.
///
/// A hash trie of 32-way nodes (Bagwell 2001): a change of a map of 10,000 copies three small arrays. Iteration order is that of hashes.
@SuppressWarnings("ArrayRecordComponent") // No array changes once it is in a node.
final class PersistentMap<K, V> {

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private static final PersistentMap<?, ?> EMPTY =
            new PersistentMap<>(new Node(0, new Object[0]), 0);

    /// `slots` holds, for each bit set in `bitmap`, an [Entry], a [Node] or a [Collision].
    private record Node(int bitmap, Object[] slots) {}

    private record Entry(int hash, Object key, Object value) {}

    private record Collision(int hash, Entry[] entries) {}

    private final Node root;
    private final int size;

    private PersistentMap(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @SuppressWarnings("unchecked")
    @Nullable V get(K key) {
        int hash = spread(key);
        Object here = root;
        for (int shift = 0; here instanceof Node node; shift += BITS) {
            int bit = 1 << ((hash >>> shift) & MASK);
            if ((node.bitmap & bit) == 0) {
                return null;
            }
            here = node.slots[index(node.bitmap, bit)];
        }
        if (here instanceof Entry entry) {
            return entry.hash == hash && entry.key.equals(key) ? (V) entry.value : null;
        }
        for (Entry entry : ((Collision) here).entries) {
            if (entry.key.equals(key)) {
                return (V) entry.value;
            }
        }
        return null;
    }

    PersistentMap<K, V> with(K key, V value) {
        Entry entry = new Entry(spread(key), key, Objects.requireNonNull(value));
        boolean isNew = get(key) == null;
        return new PersistentMap<>(put(root, 0, entry), isNew ? size + 1 : size);
    }

    private static Node put(Node node, int shift, Entry entry) {
        int bit = 1 << ((entry.hash >>> shift) & MASK);
        int at = index(node.bitmap, bit);
        if ((node.bitmap & bit) == 0) {
            Object[] slots = new Object[node.slots.length + 1];
            System.arraycopy(node.slots, 0, slots, 0, at);
            slots[at] = entry;
            System.arraycopy(node.slots, at, slots, at + 1, node.slots.length - at);
            return new Node(node.bitmap | bit, slots);
        }
        return replace(node, at, merged(node.slots[at], shift + BITS, entry));
    }

    private static Object merged(Object slot, int shift, Entry entry) {
        return switch (slot) {
            case Node node -> put(node, shift, entry);
            case Entry old when old.key.equals(entry.key) -> entry;
            case Entry old when old.hash == entry.hash ->
                    new Collision(entry.hash, new Entry[] {old, entry});
            case Entry old -> put(put(new Node(0, new Object[0]), shift, old), shift, entry);
            case Collision collision when collision.hash == entry.hash ->
                    collided(collision, entry);
            case Collision collision -> {
                int bit = 1 << ((collision.hash >>> shift) & MASK);
                yield put(new Node(bit, new Object[] {collision}), shift, entry);
            }
            default -> throw new AssertionError(slot);
        };
    }

    private static Collision collided(Collision collision, Entry entry) {
        Entry[] entries = collision.entries;
        for (int i = 0; i < entries.length; i++) {
            if (entries[i].key.equals(entry.key)) {
                Entry[] changed = entries.clone();
                changed[i] = entry;
                return new Collision(collision.hash, changed);
            }
        }
        Entry[] more = Arrays.copyOf(entries, entries.length + 1);
        more[entries.length] = entry;
        return new Collision(collision.hash, more);
    }

    PersistentMap<K, V> without(K key) {
        if (get(key) == null) {
            return this;
        }
        return size == 1
                ? empty()
                : new PersistentMap<>(remove(root, 0, spread(key), key), size - 1);
    }

    private static Node remove(Node node, int shift, int hash, Object key) {
        int bit = 1 << ((hash >>> shift) & MASK);
        int at = index(node.bitmap, bit);
        Object left = remaining(node.slots[at], shift + BITS, hash, key);
        if (left != null) {
            return replace(node, at, left);
        }
        Object[] slots = new Object[node.slots.length - 1];
        System.arraycopy(node.slots, 0, slots, 0, at);
        System.arraycopy(node.slots, at + 1, slots, at, slots.length - at);
        return new Node(node.bitmap & ~bit, slots);
    }

    private static @Nullable Object remaining(Object slot, int shift, int hash, Object key) {
        if (slot instanceof Node node) {
            Node left = remove(node, shift, hash, key);
            if (left.slots.length == 0) {
                return null;
            }
            // A lone entry moves up, so that chains do not outlive their entries.
            return left.slots.length == 1 && !(left.slots[0] instanceof Node)
                    ? left.slots[0]
                    : left;
        }
        if (slot instanceof Collision(int collided, Entry[] entries)) {
            Entry[] left =
                    Arrays.stream(entries)
                            .filter(entry -> !entry.key.equals(key))
                            .toArray(Entry[]::new);
            return left.length == 1 ? left[0] : new Collision(collided, left);
        }
        return null;
    }

    private static Node replace(Node node, int at, Object slot) {
        Object[] slots = node.slots.clone();
        slots[at] = slot;
        return new Node(node.bitmap, slots);
    }

    @SuppressWarnings("unchecked")
    void forEach(BiConsumer<? super K, ? super V> action) {
        visit(root, entry -> action.accept((K) entry.key, (V) entry.value));
    }

    private static void visit(Object slot, java.util.function.Consumer<Entry> action) {
        switch (slot) {
            case Entry entry -> action.accept(entry);
            case Collision(_, Entry[] entries) -> Arrays.asList(entries).forEach(action);
            case Node(_, Object[] slots) -> {
                for (Object below : slots) {
                    visit(below, action);
                }
            }
            default -> throw new AssertionError(slot);
        }
    }

    /// The values, copied into a new list.
    List<V> values() {
        List<V> values = new ArrayList<>(size);
        forEach((_, value) -> values.add(value));
        return values;
    }

    private static int index(int bitmap, int bit) {
        return Integer.bitCount(bitmap & (bit - 1));
    }

    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }
}
