package io.djong.cel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The signatures of all functions that expressions may call, read from `functions.txt`: function, overload, arguments, result.
///
/// A function that starts with a dot is called on its first argument.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries Libraries
final class Functions {

    private static final java.util.Set<String> SYNTAX =
            java.util.Set.of(
                    "_?_:_",
                    "_&&_",
                    "_||_",
                    "@not_strictly_false",
                    "__not_strictly_false__",
                    "_[_]",
                    "_[?_]",
                    "or",
                    "orValue");

    private static final class Holder {
        static final Map<String, List<Overload>> ALL = read();
    }

    private Functions() {}

    /// The signatures under that name, members included; empty when there is no such function.
    static List<Overload> named(String function) {
        return Holder.ALL.getOrDefault(function, List.of());
    }

    static java.util.Set<String> names() {
        return Holder.ALL.keySet();
    }

    /// Whether the planner itself knows what the function does.
    static boolean isSyntax(String name) {
        return SYNTAX.contains(name);
    }

    private static Map<String, List<Overload>> read() {
        Map<String, List<Overload>> all = new HashMap<>();
        try (InputStream in =
                Objects.requireNonNull(
                        Functions.class.getResourceAsStream("functions.txt"), "functions.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .map(Functions::parse)
                    .forEach(one ->
                            all.computeIfAbsent(one.function(), _ -> new ArrayList<>()).add(one));
        } catch (IOException failure) {
            throw new UncheckedIOException("read functions.txt", failure);
        }
        return all;
    }

    private static Overload parse(String line) {
        String[] words = line.split(" ");
        boolean isMember = words[0].startsWith(".");
        List<CelType> arguments = new ArrayList<>();
        int at = 2;
        for (; !words[at].equals(":"); at++) {
            arguments.add(new TypeText(words[at]).parse());
        }
        return new Overload(
                isMember ? words[0].substring(1) : words[0],
                words[1],
                isMember,
                List.copyOf(arguments),
                new TypeText(words[at + 1]).parse());
    }

    /// Reads `map<A,list<int>>`.
    private static final class TypeText {
        private final String text;
        private int at;

        TypeText(String text) {
            this.text = text;
        }

        CelType parse() {
            int start = at;
            while (at < text.length() && "<>,".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String name = text.substring(start, at);
            List<CelType> params = new ArrayList<>();
            if (at < text.length() && text.charAt(at) == '<') {
                do {
                    at++;
                    params.add(parse());
                } while (text.charAt(at) == ',');
                at++;
            }
            return named(name, params);
        }

        private static CelType named(String name, List<CelType> params) {
            return switch (name) {
                case "dyn" -> CelType.DYN;
                case "bool" -> CelType.BOOL;
                case "int" -> CelType.INT;
                case "uint" -> CelType.UINT;
                case "double" -> CelType.DOUBLE;
                case "string" -> CelType.STRING;
                case "bytes" -> CelType.BYTES;
                case "timestamp" -> CelType.TIMESTAMP;
                case "duration" -> CelType.DURATION;
                case "list" -> CelType.list(params.getFirst());
                case "map" -> CelType.map(params.getFirst(), params.getLast());
                case "optional" -> CelType.optional(params.getFirst());
                case "type" -> CelType.typeOf(params.getFirst());
                default -> name.length() == 1 ? CelType.param(name) : CelType.opaque(name);
            };
        }
    }
}
