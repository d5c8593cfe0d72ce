package io.djong.apiserver.selectors;

import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.Names;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.LabelSelector;
import io.djong.meta.LabelSelector.Operator;
import io.djong.meta.LabelSelector.Requirement;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads label selectors: the text of a query, and the object of a spec.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors Label selectors
public final class LabelSelectors {

    private LabelSelectors() {}

    /// @throws ApiException 400 when it cannot be read
    public static LabelSelector parse(String text) {
        if (text.isBlank()) {
            return LabelSelector.EVERYTHING;
        }
        return new LabelSelector(new Parser(text).parse());
    }

    /// Of `matchLabels` and `matchExpressions`; an empty selector selects everything.
    public static LabelSelector of(Fields selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.fields("matchLabels")
                .forEach((key, value) ->
                        requirements.add(
                                new Requirement(key, Operator.IN, Set.of(String.valueOf(value)))));
        for (Object element : selector.list("matchExpressions")) {
            if (element instanceof Fields expression) {
                requirements.add(requirement(expression));
            }
        }
        return new LabelSelector(List.copyOf(requirements));
    }

    private static Requirement requirement(Fields expression) {
        Set<String> values = new LinkedHashSet<>();
        expression.list("values").forEach(value -> values.add(String.valueOf(value)));
        return new Requirement(
                expression.string("key"),
                switch (expression.string("operator")) {
                    case "In" -> Operator.IN;
                    case "NotIn" -> Operator.NOT_IN;
                    case "Exists" -> Operator.EXISTS;
                    default -> Operator.DOES_NOT_EXIST;
                },
                values);
    }

    /// The text of a selector, as `status.selector` of a scale has it: `a=b,c in (d,e)`.
    public static String text(LabelSelector selector) {
        return String.join(
                ",",
                selector.requirements().stream()
                        .sorted(java.util.Comparator.comparing(Requirement::key))
                        .map(LabelSelectors::text)
                        .toList());
    }

    private static String text(Requirement requirement) {
        String values = String.join(",", requirement.values().stream().sorted().toList());
        return switch (requirement.operator()) {
            case IN ->
                    requirement.values().size() == 1
                            ? requirement.key() + "=" + values
                            : requirement.key() + " in (" + values + ")";
            case NOT_IN -> requirement.key() + " notin (" + values + ")";
            case EXISTS -> requirement.key();
            case DOES_NOT_EXIST -> "!" + requirement.key();
            case GREATER_THAN -> requirement.key() + ">" + values;
            case LESS_THAN -> requirement.key() + "<" + values;
        };
    }

    /// Reads from left to right; words end at blanks and at any of `=!(),<>`.
    private static final class Parser {
        private static final String SPECIAL = "=!(),<>";
        private static final List<String> OPERATORS =
                List.of("=", "==", "!=", "in", "notin", ">", "<");

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Requirement> parse() {
            List<Requirement> requirements = new ArrayList<>();
            while (true) {
                requirements.add(requirement());
                String separator = next();
                if (separator.isEmpty()) {
                    return List.copyOf(requirements);
                }
                if (!separator.equals(",")) {
                    throw wrong("found '" + separator + "', expected: ',' or 'end of string'");
                }
                String following = peek();
                if (!following.equals("!") && !isWord(following)) {
                    throw wrong("found '" + following + "', expected: identifier after ','");
                }
            }
        }

        private Requirement requirement() {
            boolean negated = peek().equals("!");
            if (negated) {
                next();
            }
            String key = next();
            if (!isWord(key)) {
                throw wrong("found '" + key + "', expected: !, identifier, or 'end of string'");
            }
            checkKey(key);
            String following = peek();
            if (negated || following.isEmpty() || following.equals(",")) {
                return new Requirement(
                        key, negated ? Operator.DOES_NOT_EXIST : Operator.EXISTS, Set.of());
            }
            String operator = next();
            if (!OPERATORS.contains(operator)) {
                throw wrong("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
            }
            return switch (operator) {
                case "in" -> checked(new Requirement(key, Operator.IN, values()));
                case "notin" -> checked(new Requirement(key, Operator.NOT_IN, values()));
                case "!=" -> checked(new Requirement(key, Operator.NOT_IN, exactValue()));
                case ">" -> number(key, Operator.GREATER_THAN);
                case "<" -> number(key, Operator.LESS_THAN);
                default -> checked(new Requirement(key, Operator.IN, exactValue()));
            };
        }

        private static void checkKey(String key) {
            List<String> wrong = Names.qualified(key);
            if (!wrong.isEmpty()) {
                throw wrong(
                        "key: Invalid value: "
                                + GoText.quote(key)
                                + ": "
                                + String.join("; ", wrong));
            }
        }

        private static Requirement checked(Requirement requirement) {
            int i = 0;
            for (String value : requirement.values()) {
                List<String> wrong = Names.labelValue(value);
                if (!wrong.isEmpty()) {
                    throw wrong(
                            "values["
                                    + i
                                    + "]["
                                    + requirement.key()
                                    + "]: Invalid value: "
                                    + GoText.quote(value)
                                    + ": "
                                    + String.join("; ", wrong));
                }
                i++;
            }
            return requirement;
        }

        private Requirement number(String key, Operator operator) {
            Set<String> values = exactValue();
            try {
                Long.parseLong(values.iterator().next());
            } catch (NumberFormatException noNumber) {
                throw wrong(
                        "values[0]["
                                + key
                                + "]: Invalid value: "
                                + GoText.quote(values.iterator().next())
                                + ": for 'Gt', 'Lt' operators, the value must be an integer");
            }
            return new Requirement(key, operator, values);
        }

        private Set<String> exactValue() {
            String following = peek();
            if (following.isEmpty() || following.equals(",")) {
                return Set.of("");
            }
            String value = next();
            if (!isWord(value)) {
                throw wrong("found '" + value + "', expected: identifier");
            }
            return Set.of(value);
        }

        private Set<String> values() {
            String open = next();
            if (!open.equals("(")) {
                throw wrong("found '" + open + "' expected: '('");
            }
            Set<String> values = new LinkedHashSet<>();
            boolean expectsValue = true;
            while (true) {
                String token = next();
                if (token.equals(")")) {
                    if (expectsValue) {
                        values.add("");
                    }
                    return values;
                }
                if (token.equals(",")) {
                    if (expectsValue) {
                        values.add("");
                    }
                    expectsValue = true;
                } else if (isWord(token)) {
                    values.add(token);
                    expectsValue = false;
                } else {
                    throw wrong("found '" + token + "', expected: ',', ')' or identifier");
                }
            }
        }

        private static boolean isWord(String token) {
            return !token.isEmpty() && SPECIAL.indexOf(token.charAt(0)) < 0;
        }

        private String peek() {
            int before = at;
            String token = next();
            at = before;
            return token;
        }

        private String next() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            int start = at;
            if (at == text.length()) {
                return "";
            }
            char first = text.charAt(at++);
            if (SPECIAL.indexOf(first) >= 0) {
                boolean doubled =
                        (first == '=' || first == '!')
                                && at < text.length()
                                && text.charAt(at) == '=';
                at += doubled ? 1 : 0;
                return text.substring(start, at);
            }
            while (at < text.length()
                    && SPECIAL.indexOf(text.charAt(at)) < 0
                    && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static ApiException wrong(String why) {
            return new ApiException(Failure.badRequest("unable to parse requirement: " + why));
        }
    }
}
