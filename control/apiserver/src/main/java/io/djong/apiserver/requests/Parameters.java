package io.djong.apiserver.requests;

import io.djong.http.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a query, whether they came encoded in a URL or as they are.
public record Parameters(Map<String, List<String>> values) {

    public static final Parameters NONE = new Parameters(Map.of());

    public static Parameters of(Query query) {
        if (query.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        query.forEach(
                (name, value) -> values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        return new Parameters(values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null || all.isEmpty() ? null : all.getFirst();
    }

    public String text(String name) {
        String value = first(name);
        return value == null ? "" : value;
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// As upstream reads flags: anything but `0` and `false` is true, even nothing.
    public boolean flag(String name) {
        String value = first(name);
        return value != null && !value.equals("0") && !value.equalsIgnoreCase("false");
    }

    /// @throws io.djong.meta.ApiException 400 when it is no number
    public @Nullable Long number(String name) {
        String value = first(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException noNumber) {
            throw new io.djong.meta.ApiException(
                    io.djong.meta.Failure.badRequest(
                            "strconv.ParseInt: parsing \""
                                    + value
                                    + "\": "
                                    + (value.matches("[-+]?\\d+")
                                            ? "value out of range"
                                            : "invalid syntax")));
        }
    }
}
