package io.djong.apiserver.structural;

import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds values in a document by a path as in `.spec.list[?(@.name=="x")].value`.
///
/// @spec https://kubernetes.io/docs/reference/kubectl/jsonpath/ JSONPath Support
public final class JsonPath {

    private sealed interface Step {
        /// @param name `*` stands for all fields
        record Field(String name) implements Step {}

        /// @param to exclusive; null for the end
        record Slice(int from, @Nullable Integer to, int every) implements Step {}

        record Everywhere() implements Step {}

        record Filter(List<Step> left, String operator, @Nullable Object right) implements Step {}
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /// @throws IllegalArgumentException when it cannot be read
    public static JsonPath parse(String text) {
        return new JsonPath(new Reader(text).steps());
    }

    /// All values that are found, in document order.
    public List<@Nullable Object> find(@Nullable Object document) {
        List<@Nullable Object> found = new ArrayList<>();
        found.add(document);
        return walk(steps, found);
    }

    private static List<@Nullable Object> walk(List<Step> steps, List<@Nullable Object> from) {
        List<@Nullable Object> values = from;
        for (Step step : steps) {
            List<@Nullable Object> next = new ArrayList<>();
            for (Object value : values) {
                walk(step, value, next);
            }
            values = next;
        }
        return values;
    }

    private static void walk(Step step, @Nullable Object value, List<@Nullable Object> found) {
        switch (step) {
            case Step.Field(String name) when name.equals("*") -> children(value, found);
            case Step.Field(String name) -> {
                if (value instanceof Fields fields && fields.has(name)) {
                    found.add(fields.value(name));
                }
            }
            case Step.Slice slice -> {
                if (value instanceof List<?> list) {
                    slice(slice, list, found);
                }
            }
            case Step.Everywhere() -> everywhere(value, found);
            case Step.Filter filter -> {
                if (value instanceof List<?> list) {
                    for (Object element : list) {
                        if (matches(filter, element)) {
                            found.add(element);
                        }
                    }
                }
            }
        }
    }

    private static void children(@Nullable Object value, List<@Nullable Object> found) {
        switch (value) {
            case Fields fields -> found.addAll(fields.values());
            case List<?> list -> found.addAll(list);
            case null, default -> {}
        }
    }

    private static void slice(Step.Slice slice, List<?> list, List<@Nullable Object> found) {
        int from = slice.from < 0 ? slice.from + list.size() : slice.from;
        Integer end = slice.to;
        int to = end == null ? list.size() : end <= 0 && slice.from < 0 ? end + list.size() : end;
        for (int i = Math.max(from, 0); i < Math.min(to, list.size()); i += slice.every) {
            found.add(list.get(i));
        }
    }

    private static void everywhere(@Nullable Object value, List<@Nullable Object> found) {
        found.add(value);
        List<@Nullable Object> children = new ArrayList<>();
        children(value, children);
        children.forEach(child -> everywhere(child, found));
    }

    private static boolean matches(Step.Filter filter, @Nullable Object element) {
        List<@Nullable Object> start = new ArrayList<>();
        start.add(element);
        List<@Nullable Object> left = walk(filter.left, start);
        if (filter.operator.isEmpty()) {
            return !left.isEmpty();
        }
        if (left.isEmpty()) {
            return false;
        }
        Object value = left.getFirst();
        return switch (filter.operator) {
            case "==" -> isEqual(value, filter.right);
            case "!=" -> !isEqual(value, filter.right);
            default -> compares(filter.operator, value, filter.right);
        };
    }

    private static boolean isEqual(@Nullable Object left, @Nullable Object right) {
        return (left instanceof Number one && right instanceof Number two)
                ? one.doubleValue() == two.doubleValue()
                : Objects.equals(left, right);
    }

    private static boolean compares(
            String operator, @Nullable Object left, @Nullable Object right) {
        int order;
        if (left instanceof Number one && right instanceof Number two) {
            order = Double.compare(one.doubleValue(), two.doubleValue());
        } else if (left instanceof String one && right instanceof String two) {
            order = one.compareTo(two);
        } else {
            return false;
        }
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /// Reads a path. Confined to one call.
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            while (at < text.length()) {
                step(steps);
            }
            return steps;
        }

        private void step(List<Step> steps) {
            char c = text.charAt(at);
            if (c == '.') {
                at++;
                if (at < text.length() && text.charAt(at) == '.') {
                    at++;
                    steps.add(new Step.Everywhere());
                }
                if (at < text.length() && text.charAt(at) != '[') {
                    steps.add(new Step.Field(name()));
                }
            } else if (c == '[') {
                int close = close();
                bracket(text.substring(at + 1, close), steps);
                at = close + 1;
            } else if (c == '@' || c == '$') {
                at++;
            } else {
                steps.add(new Step.Field(name()));
            }
        }

        private String name() {
            StringBuilder name = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                name.append(text.charAt(at++));
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException("empty name in " + GoText.quote(text));
            }
            return name.toString();
        }

        /// Where the bracket that opens here closes.
        private int close() {
            char quote = 0;
            int depth = 0;
            for (int i = at; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '[') {
                    depth++;
                } else if (c == ']' && --depth == 0) {
                    return i;
                }
            }
            throw new IllegalArgumentException("unterminated array");
        }

        private static void bracket(String inside, List<Step> steps) {
            String what = inside.strip();
            if (what.startsWith("?(") && what.endsWith(")")) {
                steps.add(filter(what.substring(2, what.length() - 1)));
            } else if (what.equals("*")) {
                steps.add(new Step.Slice(0, null, 1));
            } else if (what.startsWith("'") || what.startsWith("\"")) {
                steps.add(new Step.Field(unquoted(what)));
            } else {
                steps.add(slice(what));
            }
        }

        private static String unquoted(String quoted) {
            if (quoted.length() < 2 || quoted.charAt(0) != quoted.charAt(quoted.length() - 1)) {
                throw new IllegalArgumentException("unterminated quoted string");
            }
            return quoted.substring(1, quoted.length() - 1).replace("\\", "");
        }

        private static Step slice(String what) {
            String[] parts = what.split(":", -1);
            int from = parts[0].isEmpty() ? 0 : number(parts[0]);
            if (parts.length == 1) {
                return new Step.Slice(from, from + 1, 1);
            }
            Integer to = parts[1].isEmpty() ? null : Integer.valueOf(number(parts[1]));
            int every = parts.length > 2 && !parts[2].isEmpty() ? number(parts[2]) : 1;
            if (every <= 0 || parts.length > 3) {
                throw new IllegalArgumentException("invalid array index " + what);
            }
            return new Step.Slice(from, to, every);
        }

        private static int number(String text) {
            try {
                return Integer.parseInt(text.strip());
            } catch (NumberFormatException none) {
                throw new IllegalArgumentException("invalid array index " + text, none);
            }
        }

        private static Step filter(String condition) {
            for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
                int found = outside(condition, operator);
                if (found >= 0) {
                    return new Step.Filter(
                            new Reader(condition.substring(0, found).strip()).steps(),
                            operator,
                            literal(condition.substring(found + operator.length()).strip()));
                }
            }
            return new Step.Filter(new Reader(condition.strip()).steps(), "", null);
        }

        /// The first place of `operator` that is not quoted, or -1.
        private static int outside(String condition, String operator) {
            char quote = 0;
            for (int i = 0; i < condition.length(); i++) {
                char c = condition.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (condition.startsWith(operator, i)) {
                    return i;
                }
            }
            return -1;
        }

        private static @Nullable Object literal(String text) {
            if (text.startsWith("'") || text.startsWith("\"")) {
                return unquoted(text);
            }
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> {
                    try {
                        yield Double.valueOf(text);
                    } catch (NumberFormatException none) {
                        throw new IllegalArgumentException("unrecognized " + text, none);
                    }
                }
            };
        }
    }
}
