package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes block-style YAML: keys sorted, lists not indented under their key, long texts folded. Confined to one call.
final class YamlWriter {

    /// Texts are folded at the first blank behind this column.
    private static final int WIDTH = 80;

    private final StringBuilder out = new StringBuilder();
    private int lineStart;

    String write(@Nullable Object tree) {
        value(tree, 0, false);
        if (out.isEmpty() || out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
        return out.toString();
    }

    private int column() {
        return out.length() - lineStart;
    }

    private void newLine(int indent) {
        out.append('\n');
        lineStart = out.length();
        out.repeat(' ', indent);
    }

    /// @param indent of the lines that continue this value
    /// @param nested whether something stands before it on its line
    private void value(@Nullable Object value, int indent, boolean nested) {
        switch (value) {
            case Fields fields when !fields.isEmpty() -> mapping(fields, indent, nested);
            case List<?> list when !list.isEmpty() -> sequence(list, indent, nested);
            case Fields _ -> out.append("{}");
            case List<?> _ -> out.append("[]");
            case null -> out.append("null");
            case String text -> text(text, indent, false);
            case Double number -> out.append(floatText(number));
            default -> out.append(value);
        }
    }

    private void mapping(Fields fields, int indent, boolean nested) {
        String[] names = fields.keySet().toArray(String[]::new);
        Arrays.sort(names, NaturalOrder::compare);
        boolean first = !nested;
        for (String name : names) {
            if (!first) {
                startLine(indent);
            }
            first = false;
            boolean explicit = isLongKey(name);
            if (explicit) {
                out.append("? ");
            }
            text(name, indent + 2, !explicit);
            if (explicit) {
                startLine(indent);
            }
            out.append(':');
            Object value = fields.value(name);
            if (value instanceof List<?> list && !list.isEmpty()) {
                sequence(list, indent, true);
            } else if (value instanceof Fields object && !object.isEmpty()) {
                mapping(object, indent + 2, true);
            } else {
                out.append(' ');
                value(value, indent + 2, true);
            }
        }
    }

    private static boolean isLongKey(String name) {
        return name.length() > 128 || name.indexOf('\n') >= 0;
    }

    private void startLine(int indent) {
        if (out.isEmpty() || out.charAt(out.length() - 1) != '\n') {
            newLine(indent);
        } else {
            lineStart = out.length();
            out.repeat(' ', indent);
        }
    }

    private void sequence(List<?> list, int indent, boolean nested) {
        boolean first = !nested;
        for (Object element : list) {
            if (!first) {
                startLine(indent);
            }
            first = false;
            out.append("- ");
            switch (element) {
                case Fields fields when !fields.isEmpty() -> mapping(fields, indent + 2, false);
                case List<?> inner when !inner.isEmpty() -> sequence(inner, indent + 2, false);
                case null, default -> value(element, indent + 2, true);
            }
        }
    }

    private void text(String text, int indent, boolean key) {
        YamlShape shape = YamlShape.of(text);
        boolean quoted = YamlScalars.needsQuotes(text);
        if (text.indexOf('\n') >= 0) {
            if (!key && shape.blockAllowed()) {
                literal(text, indent);
            } else {
                doubleQuoted(text, indent, !key);
            }
        } else if (quoted || shape.special()) {
            doubleQuoted(text, indent, !key);
        } else if (shape.plainAllowed()) {
            folded(text, indent, !key);
        } else {
            singleQuoted(text, indent, !key);
        }
    }

    private void folded(String text, int indent, boolean breaks) {
        boolean blanks = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fold =
                    c == ' '
                            && breaks
                            && !blanks
                            && column() > WIDTH
                            && i + 1 < text.length()
                            && text.charAt(i + 1) != ' ';
            if (fold) {
                newLine(indent);
            } else {
                out.append(c);
            }
            blanks = c == ' ';
        }
    }

    private void singleQuoted(String text, int indent, boolean breaks) {
        out.append('\'');
        boolean blanks = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fold =
                    c == ' '
                            && breaks
                            && !blanks
                            && column() > WIDTH
                            && i > 0
                            && i < text.length() - 1
                            && text.charAt(i + 1) != ' ';
            if (fold) {
                newLine(indent);
            } else {
                out.append(c == '\'' ? "''" : String.valueOf(c));
            }
            blanks = c == ' ';
        }
        out.append('\'');
    }

    private void doubleQuoted(String text, int indent, boolean breaks) {
        out.append('"');
        boolean blanks = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' '
                    && breaks
                    && !blanks
                    && column() > WIDTH
                    && i > 0
                    && i < text.length() - 1) {
                newLine(indent);
                if (text.charAt(i + 1) == ' ') {
                    out.append('\\');
                }
                blanks = true;
                continue;
            }
            blanks = c == ' ';
            if (YamlShape.isPrintable(text, i) && c != '"' && c != '\\') {
                out.append(c);
            } else {
                escape(c);
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append('\\');
        switch (c) {
            case 0 -> out.append('0');
            case 7 -> out.append('a');
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case 11 -> out.append('v');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            case 27 -> out.append('e');
            case '"', '\\' -> out.append(c);
            case 0x85 -> out.append('N');
            case 0xa0 -> out.append('_');
            case 0x2028 -> out.append('L');
            case 0x2029 -> out.append('P');
            default ->
                    out.append(c < 256 ? "x%02X".formatted((int) c) : "u%04X".formatted((int) c));
        }
    }

    private void literal(String text, int indent) {
        out.append('|');
        if (text.charAt(0) == ' ' || text.charAt(0) == '\n') {
            out.append('2');
        }
        if (!text.endsWith("\n")) {
            out.append('-');
        } else if (text.length() == 1 || text.charAt(text.length() - 2) == '\n') {
            out.append('+');
        }
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = end < 0 ? text.substring(at) : text.substring(at, end);
            out.append('\n');
            lineStart = out.length();
            if (!line.isEmpty()) {
                out.repeat(' ', indent).append(line);
            }
            at = end < 0 ? text.length() : end + 1;
        }
        if (text.endsWith("\n")) {
            out.append('\n');
            lineStart = out.length();
        }
    }

    /// As Go's `%g` without loss.
    static String floatText(double number) {
        double size = Math.abs(number);
        if (number == 0 || (size >= 1e-4 && size < 1e21)) {
            return GoFloats.text(number);
        }
        String digits =
                new BigDecimal(Double.toString(size))
                        .stripTrailingZeros()
                        .unscaledValue()
                        .toString();
        int exponent = (int) Math.floor(Math.log10(size));
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
