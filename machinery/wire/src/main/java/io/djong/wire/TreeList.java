package io.djong.wire;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// An immutable list of a tree, one array and nothing else.
public final class TreeList extends AbstractList<@Nullable Object> implements RandomAccess {

    private static final TreeList EMPTY = new TreeList(new @Nullable Object[0]);

    private final @Nullable Object[] elements;

    private TreeList(@Nullable Object[] elements) {
        this.elements = elements;
    }

    /// A list made of this very array; the caller keeps no hold of it.
    public static List<@Nullable Object> ofArray(@Nullable Object[] elements) {
        return elements.length == 0 ? EMPTY : new TreeList(elements);
    }

    /// A copy of `values`.
    public static List<@Nullable Object> copyOf(List<?> values) {
        return ofArray(values.toArray());
    }

    @Override
    public @Nullable Object get(int position) {
        return elements[position];
    }

    @Override
    public int size() {
        return elements.length;
    }
}
