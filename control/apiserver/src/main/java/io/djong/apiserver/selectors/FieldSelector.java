package io.djong.apiserver.selectors;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Fields with values that they must or must not have.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/ Field Selectors
public final class FieldSelector {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /// One condition; `equal` tells `=` from `!=`.
    public record Term(String field, String value, boolean equal, Function<Fields, String> read) {}

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /// @throws ApiException 400 when it cannot be read, or names a field that the kind does not offer
    public static FieldSelector parse(String text, Resource resource) {
        List<Term> terms = new ArrayList<>();
        for (String part : splitTerms(text)) {
            if (!part.isEmpty()) {
                terms.add(parseTerm(text, part, resource));
            }
        }
        return terms.isEmpty() ? EVERYTHING : new FieldSelector(terms);
    }

    /// At commas that no backslash precedes.
    private static List<String> splitTerms(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(Math.min(start, text.length())));
        return parts;
    }

    private static Term parseTerm(String whole, String part, Resource resource) {
        for (int i = 0; i < part.length(); i++) {
            for (String operator : List.of("!=", "==", "=")) {
                if (part.startsWith(operator, i)) {
                    String field = part.substring(0, i);
                    String value = unescape(part.substring(i + operator.length()));
                    return new Term(field, value, !operator.equals("!="), reader(field, resource));
                }
            }
        }
        throw bad("invalid selector: '" + whole + "'; can't understand '" + part + "'");
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                if (i == value.length()) {
                    throw bad("invalid field selector: invalid escape sequence: \\");
                }
                char escaped = value.charAt(i);
                if (escaped != '\\' && escaped != ',' && escaped != '=') {
                    throw bad("invalid field selector: invalid escape sequence: \\" + escaped);
                }
                plain.append(escaped);
            } else if (c == ',' || c == '=') {
                throw bad("invalid field selector: unescaped character in value: " + (int) c);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static Function<Fields, String> reader(String field, Resource resource) {
        switch (field) {
            case "metadata.name" -> {
                return object -> object.fields("metadata").string("name");
            }
            case "metadata.namespace" -> {
                if (resource.isNamespaced() || resource.rules().selectableFields().isEmpty()) {
                    return object -> object.fields("metadata").string("namespace");
                }
            }
            default -> {}
        }
        Function<Fields, String> special = resource.rules().selectableFields().get(field);
        if (special != null) {
            return special;
        }
        throw bad(resource.rules().unknownSelectableField(field));
    }

    private static ApiException bad(String message) {
        return new ApiException(Failure.badRequest(message));
    }

    public List<Term> terms() {
        return terms;
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    public boolean matches(Fields object) {
        for (Term term : terms) {
            if (term.read.apply(object).equals(term.value) != term.equal) {
                return false;
            }
        }
        return true;
    }

    /// The value that `metadata.name` must have, or null when it is open.
    public @Nullable String exactName() {
        for (Term term : terms) {
            if (term.equal && term.field.equals("metadata.name")) {
                return term.value;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return String.join(
                ",",
                terms.stream()
                        .map(term ->
                                term.field + (term.equal ? "=" : "!=") + GoText.quote(term.value))
                        .toList());
    }
}
