package io.djong.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The parameters of a query, decoded, in the order they were written; a name may come many times.
public final class Query {

    private static final Query EMPTY = new Query(List.of());

    private final List<Map.Entry<String, String>> parameters;

    private Query(List<Map.Entry<String, String>> parameters) {
        this.parameters = parameters;
    }

    /// Of what follows the question mark. Parameters with broken percent-encoding are left out, as Go does.
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        List<Map.Entry<String, String>> parameters = new ArrayList<>(4);
        for (String part : raw.split("&")) {
            int equals = part.indexOf('=');
            String name = PercentCodec.decodeQuery(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : PercentCodec.decodeQuery(part.substring(equals + 1));
            if (!part.isEmpty() && name != null && value != null) {
                parameters.add(Map.entry(name, value));
            }
        }
        return new Query(List.copyOf(parameters));
    }

    public @Nullable String first(String name) {
        for (Map.Entry<String, String> parameter : parameters) {
            if (parameter.getKey().equals(name)) {
                return parameter.getValue();
            }
        }
        return null;
    }

    public String firstOr(String name, String otherwise) {
        String value = first(name);
        return value == null ? otherwise : value;
    }

    public List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    public boolean has(String name) {
        return first(name) != null;
    }

    public boolean isEmpty() {
        return parameters.isEmpty();
    }

    public void forEach(BiConsumer<String, String> action) {
        parameters.forEach(parameter -> action.accept(parameter.getKey(), parameter.getValue()));
    }

    @Override
    public String toString() {
        return parameters.toString();
    }
}
