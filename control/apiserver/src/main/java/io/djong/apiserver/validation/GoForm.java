package io.djong.apiserver.validation;

import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Documents as upstream holds them while it validates: Go's names, every field there, `null` for what is not set.
///
/// Its messages show values in this form. `go-forms.txt` lists the fields of each type in Go's order: the Go name, the name in
/// the document (`^` when it lies one level up) and the form (`*` pointer, `[]` slice, `{}` map); a line of `- -` is an
/// embedded type. Immutable once loaded.
public final class GoForm {

    private static final String RESOURCE = "go-forms.txt";
    private static final Map<String, List<Line>> TYPES = load();

    private record Line(String goName, String name, String form) {

        boolean isEmbedded() {
            return goName.equals("-");
        }
    }

    private GoForm() {}

    /// The object as a Go value of `type`; null stays null.
    public static @Nullable Object of(String type, @Nullable Object value) {
        return value == null ? null : struct(type, (Fields) value, Fields.EMPTY);
    }

    /// The list as a Go slice of `type`.
    public static @Nullable Object ofList(String type, @Nullable Object value) {
        return converted("[]" + type, value, Fields.EMPTY);
    }

    private static Fields struct(String type, Fields from, Fields parent) {
        Fields.Builder all = new Fields.Builder(from.size() + 8);
        fill(all, type, from, parent);
        return all.build();
    }

    private static void fill(Fields.Builder all, String type, Fields from, Fields parent) {
        for (Line line : Objects.requireNonNull(TYPES.get(type), type)) {
            if (line.isEmbedded() && line.form.equals("meta")) {
                metadata(all, from.fields("metadata"));
            } else if (line.isEmbedded()) {
                fill(all, line.form, from, parent);
            } else {
                Object value =
                        line.name.startsWith("^")
                                ? parent.value(line.name.substring(1))
                                : from.value(line.name);
                all.add(line.goName, converted(line.form, value, from));
            }
        }
    }

    /// What is embedded keeps the names that it has in documents.
    private static void metadata(Fields.Builder all, Fields metadata) {
        for (int i = 0; i < metadata.size(); i++) {
            all.add(metadata.nameAt(i), tree(metadata.valueAt(i)));
        }
    }

    private static @Nullable Object converted(String form, @Nullable Object value, Fields parent) {
        if (form.startsWith("*")) {
            return value == null ? null : converted(form.substring(1), value, parent);
        }
        if (form.startsWith("[]")) {
            return value == null ? null : slice(form.substring(2), (List<?>) value, parent);
        }
        if (form.startsWith("{}")) {
            return value == null ? null : map(form.substring(2), (Fields) value, parent);
        }
        return switch (form) {
            case "string" -> value == null ? "" : value;
            case "int", "port" -> value == null ? (Object) 0L : value;
            case "bool" -> value == null ? (Object) false : value;
            case "quantity" -> value == null ? "0" : value;
            case "time", "bytes" -> value;
            case "tree" -> value == null ? Fields.EMPTY : tree(value);
            default -> struct(form, value instanceof Fields fields ? fields : Fields.EMPTY, parent);
        };
    }

    private static List<@Nullable Object> slice(String form, List<?> values, Fields parent) {
        List<@Nullable Object> all = new ArrayList<>(values.size());
        values.forEach(value -> all.add(converted(form, value, parent)));
        return all;
    }

    /// Go writes the keys of maps in order.
    private static Fields map(String form, Fields values, Fields parent) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        values.forEach((key, value) -> sorted.put(key, converted(form, value, parent)));
        return Fields.copyOf(sorted);
    }

    private static @Nullable Object tree(@Nullable Object value) {
        if (!(value instanceof Fields fields)) {
            return value;
        }
        return fields.has("matchLabels")
                ? fields.with("matchLabels", map("string", fields.fields("matchLabels"), fields))
                : fields;
    }

    private static Map<String, List<Line>> load() {
        Map<String, List<Line>> types = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (String line : text().split("\n")) {
            if (line.startsWith(" ")) {
                String[] words = line.strip().split(" ");
                lines.add(new Line(words[0], words[1], words[2]));
            } else {
                lines = new ArrayList<>();
                types.put(line, lines);
            }
        }
        return Map.copyOf(types);
    }

    private static String text() {
        try (InputStream file =
                Objects.requireNonNull(GoForm.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
