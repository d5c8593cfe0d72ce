package io.djong.apiserver.validation;

import org.jspecify.annotations.Nullable;

/// A place in a document: `spec.containers[0].env[KEY]`. Immutable; the text is made only when an error needs it.
public final class FieldPath {

    /// The document itself.
    public static final FieldPath ROOT = new FieldPath(null, "", Step.ROOT);

    private enum Step {
        ROOT,
        CHILD,
        SUBSCRIPT
    }

    private final @Nullable FieldPath parent;
    private final String name;
    private final Step step;

    private FieldPath(@Nullable FieldPath parent, String name, Step step) {
        this.parent = parent;
        this.name = name;
        this.step = step;
    }

    public static FieldPath of(String... names) {
        return ROOT.child(names);
    }

    public FieldPath child(String... names) {
        FieldPath here = this;
        for (String next : names) {
            here = new FieldPath(here, next, Step.CHILD);
        }
        return here;
    }

    /// An element of a list: `[3]`.
    public FieldPath index(int position) {
        return new FieldPath(this, Integer.toString(position), Step.SUBSCRIPT);
    }

    /// An entry of a map: `[name]`.
    public FieldPath key(String key) {
        return new FieldPath(this, key, Step.SUBSCRIPT);
    }

    /// What this is a part of; the document is its own.
    public FieldPath parent() {
        return parent == null ? this : parent;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        appendTo(text);
        // So upstream writes a path without a name.
        return text.isEmpty() ? "[]" : text.toString();
    }

    private void appendTo(StringBuilder text) {
        if (parent != null) {
            parent.appendTo(text);
        }
        switch (step) {
            case ROOT -> {}
            case CHILD -> text.append(text.isEmpty() ? "" : ".").append(name);
            case SUBSCRIPT -> text.append('[').append(name).append(']');
        }
    }
}
