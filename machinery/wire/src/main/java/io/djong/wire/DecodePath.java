package io.djong.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a decoder is in its document, and what it complains about. Confined to one decoding.
///
/// The path is only turned into text when there is something to complain about.
final class DecodePath {

    /// A strict decoder remembers no more complaints than this.
    private static final int COMPLAINTS_MAX = 100;

    /// Marks names that are keys of maps.
    private static final int KEY = -1;

    final Duplicates duplicates;

    /// Whether complaints are worded as those of a conversion between trees.
    boolean converts;

    /// Whether empty lists stay what they are, as in what a client just sent, where storage makes nothing of them.
    boolean keepsEmpty;

    private @Nullable String[] names = new @Nullable String[16];
    private int[] positions = new int[16];
    private int depth;
    private boolean listening = true;
    private @Nullable Set<String> complaints;

    DecodePath(Duplicates duplicates) {
        this.duplicates = duplicates;
    }

    void enter(String name) {
        grow();
        positions[depth] = 0;
        names[depth++] = name;
    }

    /// Enters a map's value, whose key Go's type errors leave out.
    void enterKey(String key) {
        grow();
        positions[depth] = KEY;
        names[depth++] = key;
    }

    void enterList() {
        grow();
        names[depth++] = null;
    }

    /// Moves on to an element of the list entered last.
    void at(int position) {
        positions[depth - 1] = position;
    }

    void leave() {
        depth--;
    }

    private void grow() {
        if (depth == names.length) {
            names = Arrays.copyOf(names, depth * 2);
            positions = Arrays.copyOf(positions, depth * 2);
        }
    }

    void unknown(String name) {
        complain("unknown field \"" + strictPath(name) + "\"");
    }

    void duplicate(String name) {
        complain("duplicate field \"" + strictPath(name) + "\"");
    }

    /// Stops listening to complaints; says whether it did before.
    boolean silence() {
        boolean before = listening;
        listening = false;
        return before;
    }

    void unsilence(boolean before) {
        listening = before;
    }

    void complain(String complaint) {
        if (!listening) {
            return;
        }
        Set<String> known = complaints;
        if (known == null) {
            known = new LinkedHashSet<>();
            complaints = known;
        }
        if (known.size() < COMPLAINTS_MAX) {
            known.add(complaint);
        }
    }

    List<String> complaints() {
        return complaints == null ? List.of() : List.copyOf(new ArrayList<>(complaints));
    }

    /// `spec.containers[0].image`.
    private String strictPath(String last) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            String name = names[i];
            if (name == null) {
                path.append('[').append(positions[i]).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.append(path.isEmpty() ? "" : ".").append(last).toString();
    }

    /// `spec.containers.image`, as Go's type errors name it.
    String goPath() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            String name = names[i];
            if (name != null && positions[i] != KEY) {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }
}
