package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a path to a field: a name, the key of a list's element, an element of a set, or a position.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#serialization Serialization of field ownership
sealed interface PathElement extends Comparable<PathElement> {

    record Name(String name) implements PathElement {}

    /// @param fields sorted by name
    record Key(Fields fields) implements PathElement {}

    record Value(Object value) implements PathElement {}

    record Index(int index) implements PathElement {}

    /// The element with these key fields, in any order.
    static Key key(Fields fields) {
        List<String> names = new ArrayList<>(fields.keySet());
        Collections.sort(names);
        Fields.Builder sorted = new Fields.Builder(names.size());
        names.forEach(name -> sorted.add(name, fields.value(name)));
        return new Key(sorted.build());
    }

    /// As in `fieldsV1`: `f:spec`, `k:{"name":"web"}`, `v:"x"`, `i:0`.
    default String text() {
        return switch (this) {
            case Name(var name) -> "f:" + name;
            case Key(var fields) -> "k:" + Json.text(fields);
            case Value(var value) -> "v:" + Json.text(value);
            case Index(var index) -> "i:" + index;
        };
    }

    /// Reads what [#text] writes; null for a kind of element that is not known.
    ///
    /// @throws DecodeException if it is malformed
    static @Nullable PathElement parse(String text) {
        if (text.length() < 2) {
            throw new DecodeException("key must be 2 characters long:");
        }
        if (text.charAt(1) != ':') {
            throw new DecodeException("missing colon: " + text);
        }
        String content = text.substring(2);
        return switch (text.charAt(0)) {
            case 'f' -> new Name(content);
            case 'v' -> {
                Object value = Json.parse(content.getBytes(StandardCharsets.UTF_8));
                if (value == null) {
                    throw new DecodeException("null is no element of a set");
                }
                yield new Value(value);
            }
            case 'k' -> key(Json.parseObject(content.getBytes(StandardCharsets.UTF_8)));
            case 'i' -> new Index(position(content));
            default -> null;
        };
    }

    private static int position(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            throw new DecodeException(
                    "strconv.Atoi: parsing \"" + text + "\": invalid syntax", malformed);
        }
    }

    /// As in messages: `.spec`, `[name="web"]`, `[="x"]`, `[0]`.
    default String shown() {
        return switch (this) {
            case Name(var name) -> "." + name;
            case Key(var fields) -> {
                StringBuilder keys = new StringBuilder("[");
                for (int i = 0; i < fields.size(); i++) {
                    keys.append(i > 0 ? "," : "")
                            .append(fields.nameAt(i))
                            .append('=')
                            .append(quoted(fields.valueAt(i)));
                }
                yield keys.append(']').toString();
            }
            case Value(var value) -> "[=" + quoted(value) + "]";
            case Index(var index) -> "[" + index + "]";
        };
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof String text
                ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : Json.text(value);
    }

    private int rank() {
        return switch (this) {
            case Name _ -> 0;
            case Key _ -> 1;
            case Value _ -> 2;
            case Index _ -> 3;
        };
    }

    @Override
    default int compareTo(PathElement other) {
        if (this instanceof Name(var one) && other instanceof Name(var two)) {
            return one.compareTo(two);
        }
        if (this instanceof Key(var one) && other instanceof Key(var two)) {
            return compareFields(one, two);
        }
        if (this instanceof Value(var one) && other instanceof Value(var two)) {
            return compareValues(one, two);
        }
        if (this instanceof Index(var one) && other instanceof Index(var two)) {
            return Integer.compare(one, two);
        }
        return rank() - other.rank();
    }

    private static int compareFields(Fields one, Fields two) {
        int shared = Math.min(one.size(), two.size());
        for (int i = 0; i < shared; i++) {
            int byName = one.nameAt(i).compareTo(two.nameAt(i));
            if (byName != 0) {
                return byName;
            }
            int byValue = compareValues(one.valueAt(i), two.valueAt(i));
            if (byValue != 0) {
                return byValue;
            }
        }
        return one.size() - two.size();
    }

    /// Numbers, then texts, booleans, lists, objects, null.
    private static int compareValues(@Nullable Object one, @Nullable Object two) {
        if (one instanceof Long a && two instanceof Long b) {
            return Long.compare(a, b);
        }
        if (one instanceof Number a && two instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (one instanceof String a && two instanceof String b) {
            return a.compareTo(b);
        }
        if (one instanceof Boolean a && two instanceof Boolean b) {
            return Boolean.compare(a, b);
        }
        int byKind = valueRank(one) - valueRank(two);
        return byKind != 0 ? byKind : Json.text(one).compareTo(Json.text(two));
    }

    private static int valueRank(@Nullable Object value) {
        return switch (value) {
            case Number _ -> 0;
            case String _ -> 1;
            case Boolean _ -> 2;
            case List<?> _ -> 3;
            case Fields _ -> 4;
            case null, default -> 5;
        };
    }
}
