package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one JSON value from bytes; words its complaints as Go's scanner does. Confined to one call.
final class JsonReader extends JsonScanner {

    private static final @Nullable Object[] NOTHING = new @Nullable Object[0];

    private final @Nullable Duplicates duplicates;
    private int depth;

    /// The fields and elements of all unfinished objects and lists.
    private String[] names = new String[32];

    private @Nullable Object[] values = new @Nullable Object[32];
    private int top;

    JsonReader(byte[] in, int from, int end, @Nullable Duplicates duplicates) {
        super(in, from, end);
        this.duplicates = duplicates;
    }

    @Nullable Object read() {
        Object value = value();
        if (next() >= 0) {
            throw invalid("after top-level value");
        }
        return value;
    }

    private @Nullable Object value() {
        int b = nextOrEnd();
        return switch (b) {
            case '"' -> {
                at++;
                yield string();
            }
            case '{' -> object();
            case '[' -> list();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> {
                if (b == '-' || (b >= '0' && b <= '9')) {
                    yield number();
                }
                throw invalid("looking for beginning of value");
            }
        };
    }

    private void enter() {
        at++;
        if (++depth > Json.DEPTH_MAX) {
            throw new DecodeException("exceeded max depth");
        }
    }

    private Fields object() {
        enter();
        int base = top;
        int b = nextOrEnd();
        if (b == '}') {
            at++;
            depth--;
            return Fields.EMPTY;
        }
        while (true) {
            if (b != '"') {
                throw invalid("looking for beginning of object key string");
            }
            at++;
            String name = name();
            if (nextOrEnd() != ':') {
                throw invalid("after object key");
            }
            at++;
            Object value = value();
            push(name, value);
            b = nextOrEnd();
            if (b == '}') {
                at++;
                depth--;
                return popObject(base);
            }
            if (b != ',') {
                throw invalid("after object key:value pair");
            }
            at++;
            b = nextOrEnd();
        }
    }

    private List<@Nullable Object> list() {
        enter();
        int base = top;
        int b = nextOrEnd();
        if (b == ']') {
            at++;
            depth--;
            return TreeList.ofArray(NOTHING);
        }
        while (true) {
            push("", value());
            b = nextOrEnd();
            if (b == ']') {
                at++;
                depth--;
                @Nullable Object[] elements = Arrays.copyOfRange(values, base, top);
                top = base;
                return TreeList.ofArray(elements);
            }
            if (b != ',') {
                throw invalid("after array element");
            }
            at++;
        }
    }

    private void push(String name, @Nullable Object value) {
        if (top == names.length) {
            names = Arrays.copyOf(names, top * 2);
            values = Arrays.copyOf(values, top * 2);
        }
        names[top] = name;
        values[top++] = value;
    }

    private Fields popObject(int base) {
        int size = top - base;
        top = base;
        if (RepeatedNames.among(names, base, size)) {
            return withoutRepeats(base, size);
        }
        return Fields.ofArrays(
                Arrays.copyOfRange(names, base, base + size),
                Arrays.copyOfRange(values, base, base + size));
    }

    private Fields withoutRepeats(int base, int size) {
        java.util.LinkedHashMap<String, @Nullable Object> merged = new java.util.LinkedHashMap<>();
        List<Duplicates.Duplicate> found = new ArrayList<>();
        for (int i = base; i < base + size; i++) {
            if (!merged.containsKey(names[i])) {
                merged.put(names[i], values[i]);
                continue;
            }
            if (duplicates != null && duplicates.hasRoom() && found.size() < Duplicates.MAX) {
                found.add(new Duplicates.Duplicate(names[i], merged.size()));
            }
            merged.put(names[i], mergeRepeated(merged.get(names[i]), values[i]));
        }
        Fields object = Fields.copyOf(merged);
        if (duplicates != null && !found.isEmpty()) {
            duplicates.add(object, found);
        }
        return object;
    }

    private @Nullable Object mergeRepeated(@Nullable Object first, @Nullable Object second) {
        if (!(first instanceof Fields one) || !(second instanceof Fields two) || two.isEmpty()) {
            return second instanceof Fields two && two.isEmpty() && first instanceof Fields
                    ? first
                    : second;
        }
        java.util.LinkedHashMap<String, @Nullable Object> merged =
                new java.util.LinkedHashMap<>(one);
        two.forEach((name, value) -> merged.put(name, mergeRepeated(merged.get(name), value)));
        Fields both = Fields.copyOf(merged);
        if (duplicates != null) {
            duplicates.move(one, both);
            duplicates.move(two, both);
        }
        return both;
    }
}
