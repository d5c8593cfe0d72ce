package io.djong.kubelet.containers;

import java.util.Map;

/// Replaces `$(NAME)` by a variable's value; `$$(NAME)` stays as `$(NAME)`, unknown names stay as written.
///
/// @spec https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ Dependent variables
public final class Expansion {

    private Expansion() {}

    public static String expand(String text, Map<String, String> variables) {
        int dollar = text.indexOf('$');
        if (dollar < 0) {
            return text;
        }
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                expanded.append(c);
                at++;
                continue;
            }
            char next = text.charAt(at + 1);
            if (next == '$') {
                expanded.append('$');
                at += 2;
                continue;
            }
            int end = next == '(' ? text.indexOf(')', at + 2) : -1;
            if (end < 0) {
                expanded.append(c);
                at++;
                continue;
            }
            String name = text.substring(at + 2, end);
            String value = variables.get(name);
            expanded.append(value == null ? text.substring(at, end + 1) : value);
            at = end + 1;
        }
        return expanded.toString();
    }
}
