package io.djong.store;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// A sorted map from keys to `T` that never changes: an [Edit] makes the next one and shares what stays the same.
///
/// A B+ tree: keys lie side by side in the leaves, so that a range is read without a pointer for each key.
/// Branches know the least key of each child but the first, whose range is open to the left.
final class KeyTree<T> {

    /// A leaf of 64 costs about 11 bytes a key and half a kilobyte to copy.
    static final int NODE_MAX = 64;

    private final Node root;

    KeyTree() {
        this(new Node(new Owner(), true));
    }

    private KeyTree(Node root) {
        this.root = root;
    }

    @Nullable T get(String key) {
        return cast(find(root, key));
    }

    /// Shows entries in order to `visitor` until it answers false.
    ///
    /// @param from the least key shown, or with `beyond` the greatest that is not
    void scan(String from, boolean beyond, BiPredicate<String, T> visitor) {
        scan(root, from, beyond, visitor);
    }

    Edit<T> edit() {
        return new Edit<>(this);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // only a T is ever added
    private static <T> @Nullable T cast(@Nullable Object slot) {
        return (T) slot;
    }

    private static @Nullable Object find(Node node, String key) {
        while (!node.isLeaf) {
            node = node.child(node.childOf(key));
        }
        int at = node.search(key);
        return at < 0 ? null : node.slots[at];
    }

    @SuppressWarnings("unchecked") // only a T is ever added
    private static <T> boolean scan(
            Node node, @Nullable String from, boolean beyond, BiPredicate<String, T> visitor) {
        if (!node.isLeaf) {
            int first = from == null ? 0 : node.childOf(from);
            for (int i = first; i < node.size; i++) {
                if (!scan(node.child(i), i == first ? from : null, beyond, visitor)) {
                    return false;
                }
            }
            return true;
        }
        int first = 0;
        if (from != null) {
            int at = node.search(from);
            first = at < 0 ? -at - 1 : beyond ? at + 1 : at;
        }
        for (int i = first; i < node.size; i++) {
            if (!visitor.test(node.keys[i], (T) node.slots[i])) {
                return false;
            }
        }
        return true;
    }

    /// Changes a tree copy-on-write: a node is copied when first touched since the last [#build].
    static final class Edit<T> {

        private KeyTree<T> tree;
        private Node root;
        private Owner owner = new Owner();

        private Edit(KeyTree<T> tree) {
            this.tree = tree;
            this.root = tree.root;
        }

        @Nullable T get(String key) {
            return cast(find(root, key));
        }

        /// Adds a key that must not be there yet.
        void add(String key, T value) {
            root = root.ownedBy(owner);
            Node right = root.add(owner, key, value);
            if (right != null) {
                Node left = root;
                root = new Node(owner, false);
                root.insert(0, left.leastKey(), left);
                root.insert(1, right.leastKey(), right);
            }
        }

        /// Removes a key that must be there.
        void remove(String key) {
            root = root.ownedBy(owner);
            root.remove(owner, key);
            while (!root.isLeaf && root.size == 1) {
                root = root.child(0);
            }
        }

        /// The tree as edited so far; further edits do not touch it.
        KeyTree<T> build() {
            if (root != tree.root) {
                tree = new KeyTree<>(root);
                owner = new Owner();
            }
            return tree;
        }
    }

    /// Tells which nodes an edit made itself, and so may change.
    private static final class Owner {}

    private static final class Node {

        /// Below this a node is joined with its neighbour, if both fit into one.
        private static final int NODE_MIN = NODE_MAX / 4;

        final Owner owner;
        final boolean isLeaf;
        final String[] keys;
        final @Nullable Object[] slots;
        int size;

        Node(Owner owner, boolean isLeaf) {
            this(owner, isLeaf, new String[NODE_MAX], new @Nullable Object[NODE_MAX], 0);
        }

        private Node(
                Owner owner, boolean isLeaf, String[] keys, @Nullable Object[] slots, int size) {
            this.owner = owner;
            this.isLeaf = isLeaf;
            this.keys = keys;
            this.slots = slots;
            this.size = size;
        }

        Node ownedBy(Owner editor) {
            return owner == editor
                    ? this
                    : new Node(editor, isLeaf, keys.clone(), slots.clone(), size);
        }

        Node child(int at) {
            return (Node) requireNonNull(slots[at]);
        }

        String leastKey() {
            return keys[0];
        }

        int search(String key) {
            return Arrays.binarySearch(keys, 0, size, key);
        }

        /// The child in whose range `key` lies.
        int childOf(String key) {
            int at = Arrays.binarySearch(keys, 1, Math.max(1, size), key);
            return at < 0 ? -at - 2 : at;
        }

        private Node ownedChild(Owner editor, int at) {
            Node child = child(at).ownedBy(editor);
            slots[at] = child;
            return child;
        }

        /// Adds below this node; the new right neighbour if it had to be split.
        @Nullable Node add(Owner editor, String key, Object value) {
            if (isLeaf) {
                return insertOrSplit(editor, -search(key) - 1, key, value);
            }
            int at = childOf(key);
            Node right = ownedChild(editor, at).add(editor, key, value);
            return right == null ? null : insertOrSplit(editor, at + 1, right.leastKey(), right);
        }

        private @Nullable Node insertOrSplit(Owner editor, int at, String key, Object slot) {
            if (size < NODE_MAX) {
                insert(at, key, slot);
                return null;
            }
            // Keys that come in order leave full nodes behind, not half-full ones.
            int half = at == size ? size : size / 2;
            Node right = new Node(editor, isLeaf);
            moveTo(right, half);
            if (at <= half && half < NODE_MAX) {
                insert(at, key, slot);
            } else {
                right.insert(at - half, key, slot);
            }
            return right;
        }

        void insert(int at, String key, Object slot) {
            System.arraycopy(keys, at, keys, at + 1, size - at);
            System.arraycopy(slots, at, slots, at + 1, size - at);
            keys[at] = key;
            slots[at] = slot;
            size++;
        }

        private void moveTo(Node right, int from) {
            int count = size - from;
            System.arraycopy(keys, from, right.keys, right.size, count);
            System.arraycopy(slots, from, right.slots, right.size, count);
            right.size += count;
            shrink(from);
        }

        private void delete(int at) {
            System.arraycopy(keys, at + 1, keys, at, size - at - 1);
            System.arraycopy(slots, at + 1, slots, at, size - at - 1);
            shrink(size - 1);
        }

        @SuppressWarnings("NullAway") // the part beyond `size` is empty
        private void shrink(int newSize) {
            Arrays.fill(keys, newSize, size, null);
            Arrays.fill(slots, newSize, size, null);
            size = newSize;
        }

        void remove(Owner editor, String key) {
            if (isLeaf) {
                delete(search(key));
                return;
            }
            int at = childOf(key);
            Node child = ownedChild(editor, at);
            child.remove(editor, key);
            if (child.size == 0) {
                delete(at);
            } else if (child.size < NODE_MIN) {
                join(editor, at + 1 < size ? at : at - 1);
            }
        }

        private void join(Owner editor, int left) {
            if (left < 0 || child(left).size + child(left + 1).size > NODE_MAX) {
                return;
            }
            Node right = child(left + 1);
            Node target = ownedChild(editor, left);
            String least = keys[left + 1];
            int from = target.size;
            System.arraycopy(right.keys, 0, target.keys, from, right.size);
            System.arraycopy(right.slots, 0, target.slots, from, right.size);
            target.size += right.size;
            // The first key of a branch may be stale; the separator above is what bounds that
            // child.
            target.keys[from] = target.isLeaf ? target.keys[from] : least;
            delete(left + 1);
        }
    }
}
