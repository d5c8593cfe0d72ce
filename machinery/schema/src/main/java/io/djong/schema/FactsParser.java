package io.djong.schema;

import io.djong.meta.GroupVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the lines of the facts file; the file's head says what they look like.
final class FactsParser {

    private FactsParser() {}

    static KindFacts parseKind(String line) {
        String[] words = line.split(" ");
        Map<String, String> options = new HashMap<>();
        KindFacts.Scope scope = null;
        for (int i = 5; i < words.length; i++) {
            switch (words[i]) {
                case "namespaced" -> scope = KindFacts.Scope.NAMESPACED;
                case "cluster" -> scope = KindFacts.Scope.CLUSTER;
                default -> putOption(options, words[i]);
            }
        }
        return new KindFacts(
                new GroupVersion(words[1].equals("-") ? "" : words[1], words[2]),
                words[3],
                words[4],
                scope,
                split(options.get("sub")),
                options.getOrDefault("introduced", ""),
                options.getOrDefault("deprecated", ""),
                options.getOrDefault("removed", ""),
                options.getOrDefault("replacement", ""));
    }

    static StructType parseType(Schema schema, String source) {
        String[] lines = source.split("\n");
        String[] header = lines[0].split(" ");
        List<Field> fields = new ArrayList<>(lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            fields.add(parseField(schema, lines[i]));
        }
        boolean atomic = header.length > 2 && header[2].equals("struct=atomic");
        return new StructType(header[1].intern(), atomic, fields);
    }

    private static Field parseField(Schema schema, String line) {
        String[] words = line.split(" ");
        Map<String, String> options = new HashMap<>();
        Map<String, String> rules = new HashMap<>();
        for (int i = 3; i < words.length; i++) {
            if (words[i].startsWith("rule.")) {
                putOption(rules, words[i].substring("rule.".length()));
            } else {
                putOption(options, words[i]);
            }
        }
        if ("granular".equals(options.get("struct"))) {
            rules.put(Field.GRANULAR, "");
        }
        boolean inline = options.containsKey("inline");
        return new Field(
                // Interned, so that trees made by any decoder share the schema's own strings.
                inline ? "" : words[0].intern(),
                words[1].equals("-") ? 0 : Integer.parseInt(words[1]),
                parseValueType(schema, words[2]),
                options.containsKey("required"),
                options.containsKey("pointer"),
                options.containsKey("omitempty"),
                inline,
                options.get("default"),
                switch (options.getOrDefault("list", "atomic")) {
                    case "set" -> Field.ListType.SET;
                    case "map" -> Field.ListType.MAP;
                    default -> Field.ListType.ATOMIC;
                },
                split(options.get("keys")),
                "atomic".equals(options.get("map")),
                "atomic".equals(options.get("struct")),
                split(options.get("patch")),
                options.getOrDefault("patchkey", "").intern(),
                Map.copyOf(rules));
    }

    private static ValueType parseValueType(Schema schema, String text) {
        if (text.startsWith("[]")) {
            return new ValueType.ListOf(parseValueType(schema, text.substring(2)));
        }
        if (text.startsWith("{}")) {
            return new ValueType.MapOf(parseValueType(schema, text.substring(2)));
        }
        if (text.startsWith("@")) {
            String name = text.substring(1).intern();
            SpecialType special = SpecialType.of(name);
            return special == null
                    ? new ValueType.Ref(name, schema)
                    : new ValueType.Special(special);
        }
        int paren = text.indexOf('(');
        if (paren < 0) {
            return new ValueType.Scalar(ValueType.Primitive.of(text), List.of());
        }
        List<String> allowed = new ArrayList<>();
        for (String value : text.substring(paren + 1, text.length() - 1).split("\\|")) {
            allowed.add(value.replace('+', ' ').intern());
        }
        return new ValueType.Scalar(
                ValueType.Primitive.of(text.substring(0, paren)), List.copyOf(allowed));
    }

    private static void putOption(Map<String, String> options, String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            options.put(word, "");
        } else {
            options.put(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    private static List<String> split(@org.jspecify.annotations.Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
