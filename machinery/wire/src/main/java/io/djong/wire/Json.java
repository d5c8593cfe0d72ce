package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON as Go's `encoding/json` reads and writes it.
///
/// Integers become `Long`, other numbers `Double`; objects become [Fields] in document order. Of a repeated field the
/// last value wins, except that objects are merged, as decoding into a Go value does.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8259 JSON
public final class Json {

    /// Deeper documents are refused, so that walking a tree recursively never overflows a stack. Upstream allows 10,000.
    public static final int DEPTH_MAX = 1_000;

    /// A tree and what a strict reader complains about.
    ///
    /// @param duplicates repeated fields of JSON, which [DocumentDecoder] reports among its own complaints
    /// @param complaints those of a reader that words them itself
    public record Parsed(@Nullable Object tree, Duplicates duplicates, List<String> complaints) {
        public Parsed(@Nullable Object tree, Duplicates duplicates) {
            this(tree, duplicates, List.of());
        }
    }

    private Json() {}

    /// @throws DecodeException if it is not one JSON value
    public static @Nullable Object parse(byte[] json) {
        return new JsonReader(json, 0, json.length, null).read();
    }

    /// @throws DecodeException if it is not one JSON value
    public static @Nullable Object parse(byte[] json, int from, int to) {
        return new JsonReader(json, from, to, null).read();
    }

    public static @Nullable Object parse(InputStream json) throws IOException {
        return parse(json.readAllBytes());
    }

    /// Parses an object.
    ///
    /// @throws DecodeException if it is not one JSON object
    public static Fields parseObject(byte[] json) {
        Object value = parse(json);
        if (value instanceof Fields fields) {
            return fields;
        }
        throw new DecodeException(
                "json: cannot unmarshal "
                        + GoTypes.jsonKind(value)
                        + " into Go value of type map[string]interface {}");
    }

    /// Parses and remembers repeated fields.
    public static Parsed parseStrict(byte[] json) {
        Duplicates duplicates = new Duplicates();
        Object tree = new JsonReader(json, 0, json.length, duplicates).read();
        return new Parsed(tree, duplicates);
    }

    /// Compact, without a line end.
    public static byte[] write(@Nullable Object tree) {
        return new JsonWriter(null).write(tree).toBytes();
    }

    /// Indented by `indent` a level, as `json.MarshalIndent` does; without a line end.
    public static byte[] writePretty(@Nullable Object tree, String indent) {
        return new JsonWriter(indent).write(tree).toBytes();
    }

    /// Indented by four blanks, as `kubectl -o json` shows it.
    public static byte[] writePretty(@Nullable Object tree) {
        return writePretty(tree, "    ");
    }

    /// The compact text, for messages.
    public static String text(@Nullable Object tree) {
        return new String(write(tree), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// The same value with the fields of all objects sorted by name, as Go writes maps.
    public static @Nullable Object sorted(@Nullable Object value) {
        return switch (value) {
            case Fields fields -> {
                Fields in = SortedFields.of(fields);
                Fields.Builder out = new Fields.Builder(in.size());
                for (int i = 0; i < in.size(); i++) {
                    out.add(in.nameAt(i), sorted(in.valueAt(i)));
                }
                yield out.build();
            }
            case List<?> list -> {
                @Nullable Object[] elements = list.toArray();
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = sorted(elements[i]);
                }
                yield TreeList.ofArray(elements);
            }
            case null, default -> value;
        };
    }
}
