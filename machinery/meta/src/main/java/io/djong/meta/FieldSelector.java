package io.djong.meta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which field values are wanted: terms that all hold. No term selects everything.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/ Field Selectors
public record FieldSelector(List<Term> terms) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /// One condition: `field=value`, or `field!=value` when not `equal`.
    public record Term(String field, boolean equal, String value) {

        /// As in a request, the value escaped.
        @Override
        public String toString() {
            return field + (equal ? "=" : "!=") + escape(value);
        }
    }

    /// Reads `a.b=x,c!=y`; `\` escapes a comma, an equals sign and itself in values.
    ///
    /// @throws IllegalArgumentException worded as upstream's `fields.ParseSelector`
    public static FieldSelector parse(String text) {
        List<String> parts = split(text);
        Collections.sort(parts);
        List<Term> terms = new ArrayList<>();
        for (String part : parts) {
            if (!part.isEmpty()) {
                terms.add(term(text, part));
            }
        }
        return terms.isEmpty() ? EVERYTHING : new FieldSelector(List.copyOf(terms));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Term term(String text, String part) {
        for (int i = 0; i < part.length(); i++) {
            for (String operator : List.of("!=", "==", "=")) {
                if (part.startsWith(operator, i)) {
                    String value = unescape(part.substring(i + operator.length()));
                    return new Term(part.substring(0, i), !operator.equals("!="), value);
                }
            }
        }
        throw new IllegalArgumentException(
                "invalid selector: '" + text + "'; can't understand '" + part + "'");
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '=') {
                // Upstream prints the character as a number.
                throw new IllegalArgumentException(
                        "invalid field selector: unescaped character in value: " + (int) c);
            }
            if (c == '\\') {
                String sequence = value.substring(i, Math.min(i + 2, value.length()));
                if (!sequence.matches("\\\\[\\\\,=]")) {
                    throw new IllegalArgumentException(
                            "invalid field selector: invalid escape sequence: " + sequence);
                }
                c = value.charAt(++i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /// The value as it must be written in a selector.
    public static String escape(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    /// @param fields the value of a field by its name; an absent field is ""
    public boolean matches(Function<String, String> fields) {
        for (Term term : terms) {
            if (fields.apply(term.field).equals(term.value) != term.equal) {
                return false;
            }
        }
        return true;
    }

    /// The one value that the field must have, or null when any other would do.
    public @Nullable String exact(String field) {
        for (Term term : terms) {
            if (term.equal && term.field.equals(field)) {
                return term.value;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return String.join(",", terms.stream().map(Term::toString).toList());
    }
}
