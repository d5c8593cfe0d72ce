package io.djong.cel;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Property names as identifiers of the language.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#escaping Escaping
final class Names {

    private static final Set<String> RESERVED =
            Set.of(
                    "true",
                    "false",
                    "null",
                    "in",
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");

    private Names() {}

    /// `a-b` as `a__dash__b`; null when the name has no such form and cannot be reached.
    static @Nullable String escape(String name) {
        if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
            return null;
        }
        if (RESERVED.contains(name)) {
            return "__" + name + "__";
        }
        StringBuilder escaped = new StringBuilder(name.length());
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (c == '_' && at + 1 < name.length() && name.charAt(at + 1) == '_') {
                escaped.append("__underscores__");
                at++;
            } else if (c == '.') {
                escaped.append("__dot__");
            } else if (c == '-') {
                escaped.append("__dash__");
            } else if (c == '/') {
                escaped.append("__slash__");
            } else if (c < 128 && (Character.isLetterOrDigit(c) || c == '_')) {
                escaped.append(c);
            } else {
                return null;
            }
        }
        return escaped.toString();
    }
}
