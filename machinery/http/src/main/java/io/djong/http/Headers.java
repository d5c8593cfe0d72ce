package io.djong.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Header fields in order, names compared without case. Immutable.
public final class Headers {

    private static final Headers EMPTY = new Headers(new String[0]);

    /// Names at even places, values at odd ones.
    private final String[] pairs;

    private Headers(String[] pairs) {
        this.pairs = pairs;
    }

    public static Headers of() {
        return EMPTY;
    }

    /// Of names and values in turn.
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("headers: a name without a value");
        }
        return new Headers(namesAndValues.clone());
    }

    /// For code of this module that gives the array away.
    static Headers owning(String[] pairs) {
        return new Headers(pairs);
    }

    /// The first value of `name`, or null.
    public @Nullable String first(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equalsIgnoreCase(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    public String firstOr(String name, String otherwise) {
        String value = first(name);
        return value == null ? otherwise : value;
    }

    public boolean has(String name) {
        return first(name) != null;
    }

    /// All values of `name`, in order, one for each line.
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equalsIgnoreCase(name)) {
                values.add(pairs[i + 1]);
            }
        }
        return values;
    }

    /// All values of `name`, lines split at commas and trimmed, empty ones left out.
    public List<String> tokens(String name) {
        List<String> tokens = new ArrayList<>(2);
        for (String line : all(name)) {
            for (String token : line.split(",")) {
                if (!token.isBlank()) {
                    tokens.add(token.strip());
                }
            }
        }
        return tokens;
    }

    /// Distinct names as first written.
    public Set<String> names() {
        Set<String> lower = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        forEach((name, _) -> {
            if (lower.add(name.toLowerCase(java.util.Locale.ROOT))) {
                names.add(name);
            }
        });
        return names;
    }

    /// The number of lines.
    public int size() {
        return pairs.length / 2;
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    String name(int line) {
        return pairs[2 * line];
    }

    String value(int line) {
        return pairs[2 * line + 1];
    }

    /// With one more line.
    public Headers plus(String name, String value) {
        String[] more = Arrays.copyOf(pairs, pairs.length + 2);
        more[pairs.length] = name;
        more[pairs.length + 1] = value;
        return new Headers(more);
    }

    public Headers plus(Headers others) {
        String[] more = Arrays.copyOf(pairs, pairs.length + others.pairs.length);
        System.arraycopy(others.pairs, 0, more, pairs.length, others.pairs.length);
        return new Headers(more);
    }

    /// With `name` having `value` and no other.
    public Headers with(String name, String value) {
        return without(name).plus(name, value);
    }

    public Headers without(String name) {
        if (!has(name)) {
            return this;
        }
        List<String> fewer = new ArrayList<>(pairs.length);
        forEach((key, value) -> {
            if (!key.equalsIgnoreCase(name)) {
                fewer.add(key);
                fewer.add(value);
            }
        });
        return new Headers(fewer.toArray(String[]::new));
    }

    /// Refuses line breaks and NUL, by which a value could smuggle further lines in.
    void checkSendable() {
        for (String text : pairs) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\r' || c == '\n' || c == 0) {
                    throw new IllegalArgumentException(
                            "headers: line break or NUL in \"" + text.strip() + '"');
                }
            }
        }
    }

    /// Equal lines in equal order; names count with their case.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
