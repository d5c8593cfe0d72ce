package io.djong.meta;

import io.djong.meta.LabelSelector.Operator;
import io.djong.meta.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Reads a label selector as text. Errors are worded as upstream's `labels.Parse`. Confined to one parse.
///
/// A word such as `in` is an operator only where an operator may stand, so tokens are read as words first.
final class LabelSelectorParser {

    private static final String SYMBOLS = "=!(),><";
    private static final Set<String> SYMBOL_TOKENS =
            Set.of(")", ",", "!", "==", "=", ">", "<", "!=", "(");
    private static final String OPERATORS = "in, notin, =, ==, !=, gt, lt";

    private enum Type {
        WORD,
        SYMBOL,
        END
    }

    private record Token(Type type, String text) {
        boolean is(String symbol) {
            return type == Type.SYMBOL && text.equals(symbol);
        }

        boolean startsRequirement() {
            return type == Type.WORD || is("!");
        }
    }

    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private LabelSelectorParser(String text) {
        scan(text);
    }

    static LabelSelector parse(String text) {
        List<Requirement> requirements = new LabelSelectorParser(text).parse();
        if (requirements.isEmpty()) {
            return LabelSelector.EVERYTHING;
        }
        requirements.sort(Comparator.comparing(Requirement::key));
        return new LabelSelector(List.copyOf(requirements));
    }

    private void scan(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at;
            if (" \t\r\n".indexOf(c) >= 0) {
                at++;
            } else if (SYMBOLS.indexOf(c) >= 0) {
                at = scanSymbol(text, at);
            } else {
                while (at < text.length() && (SYMBOLS + " \t\r\n").indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                tokens.add(new Token(Type.WORD, text.substring(start, at)));
            }
        }
        tokens.add(new Token(Type.END, ""));
    }

    private int scanSymbol(String text, int start) {
        int end = start + 1;
        if (end < text.length() && SYMBOL_TOKENS.contains(text.substring(start, end + 1))) {
            end++;
        }
        tokens.add(new Token(Type.SYMBOL, text.substring(start, end)));
        return end;
    }

    private Token next() {
        return tokens.get(position++);
    }

    private Token peek() {
        return tokens.get(position);
    }

    private List<Requirement> parse() {
        List<Requirement> requirements = new ArrayList<>();
        if (!peek().startsRequirement() && peek().type != Type.END) {
            throw new IllegalArgumentException(
                    "found '" + peek().text + "', expected: !, identifier, or 'end of string'");
        }
        while (peek().type != Type.END) {
            requirements.add(requirementInContext());
            Token token = next();
            if (token.type == Type.END) {
                return requirements;
            }
            if (!token.is(",")) {
                throw new IllegalArgumentException(
                        "found '" + token.text + "', expected: ',' or 'end of string'");
            }
            if (!peek().startsRequirement()) {
                throw new IllegalArgumentException(
                        "found '" + peek().text + "', expected: identifier after ','");
            }
        }
        return requirements;
    }

    private Requirement requirementInContext() {
        try {
            return requirement();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "unable to parse requirement: " + wrong.getMessage(), wrong);
        }
    }

    private Requirement requirement() {
        boolean negated = peek().is("!");
        if (negated) {
            next();
        }
        Token key = next();
        if (key.type != Type.WORD) {
            throw new IllegalArgumentException("found '" + key.text + "', expected: identifier");
        }
        checkKey("<nil>", key.text);
        if (negated) {
            return new Requirement(key.text, Operator.DOES_NOT_EXIST, Set.of());
        }
        if (peek().type == Type.END || peek().is(",")) {
            return new Requirement(key.text, Operator.EXISTS, Set.of());
        }
        Token operator = next();
        return switch (operator.text) {
            case "in" -> checked(new Requirement(key.text, Operator.IN, values()));
            case "notin" -> checked(new Requirement(key.text, Operator.NOT_IN, values()));
            case "=", "==" -> checked(new Requirement(key.text, Operator.IN, exactValue()));
            case "!=" -> checked(new Requirement(key.text, Operator.NOT_IN, exactValue()));
            case ">" -> checked(new Requirement(key.text, Operator.GREATER_THAN, exactValue()));
            case "<" -> checked(new Requirement(key.text, Operator.LESS_THAN, exactValue()));
            default ->
                    throw new IllegalArgumentException(
                            "found '" + operator.text + "', expected: " + OPERATORS);
        };
    }

    private Set<String> values() {
        Token open = next();
        if (!open.is("(")) {
            throw new IllegalArgumentException("found '" + open.text + "' expected: '('");
        }
        if (peek().is(")")) {
            next();
            return Set.of("");
        }
        if (peek().type != Type.WORD && !peek().is(",")) {
            throw new IllegalArgumentException(
                    "found '" + peek().text + "', expected: ',', ')' or identifier");
        }
        return identifiers();
    }

    private Set<String> identifiers() {
        Set<String> values = new TreeSet<>();
        while (true) {
            Token token = next();
            if (token.type == Type.WORD) {
                values.add(token.text);
                if (peek().is(")")) {
                    next();
                    return Set.copyOf(values);
                }
                if (!peek().is(",")) {
                    throw new IllegalArgumentException(
                            "found '" + peek().text + "', expected: ',' or ')'");
                }
            } else if (token.is(",")) {
                if (values.isEmpty() || peek().is(")") || peek().is(",")) {
                    values.add("");
                }
                if (peek().is(")")) {
                    next();
                    return Set.copyOf(values);
                }
            } else {
                throw new IllegalArgumentException(
                        "found '" + token.text + "', expected: ',', or identifier");
            }
        }
    }

    private Set<String> exactValue() {
        if (peek().type == Type.END || peek().is(",")) {
            return Set.of("");
        }
        Token token = next();
        if (token.type != Type.WORD) {
            throw new IllegalArgumentException("found '" + token.text + "', expected: identifier");
        }
        return Set.of(token.text);
    }

    private static Requirement checked(Requirement requirement) {
        int at = 0;
        for (String value : new TreeSet<>(requirement.values())) {
            boolean compares =
                    requirement.operator() == Operator.GREATER_THAN
                            || requirement.operator() == Operator.LESS_THAN;
            if (compares && !value.matches("[+-]?\\d+")) {
                throw new IllegalArgumentException(
                        invalid("values[" + at + "]", value)
                                + "for 'Gt', 'Lt' operators, the value must be an integer");
            }
            List<String> errors = LabelSyntax.valueErrors(value);
            if (!errors.isEmpty()) {
                throw new IllegalArgumentException(
                        invalid("values[" + at + "][" + requirement.key() + "]", value)
                                + String.join("; ", errors));
            }
            at++;
        }
        return requirement;
    }

    private static void checkKey(String path, String key) {
        List<String> errors = LabelSyntax.keyErrors(key);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(invalid(path, key) + String.join("; ", errors));
        }
    }

    private static String invalid(String path, String value) {
        return path + ": Invalid value: \"" + value + "\": ";
    }

    /// Writes it as [#parse] reads it.
    static String text(LabelSelector selector) {
        List<String> parts = new ArrayList<>();
        for (Requirement requirement : selector.requirements()) {
            String values = String.join(",", new TreeSet<>(requirement.values()));
            String key = requirement.key();
            boolean single = requirement.values().size() == 1;
            parts.add(
                    switch (requirement.operator()) {
                        case EXISTS -> key;
                        case DOES_NOT_EXIST -> "!" + key;
                        case IN -> single ? key + "=" + values : key + " in (" + values + ")";
                        case NOT_IN ->
                                single ? key + "!=" + values : key + " notin (" + values + ")";
                        case GREATER_THAN -> key + ">" + values;
                        case LESS_THAN -> key + "<" + values;
                    });
        }
        return String.join(",", parts);
    }
}
