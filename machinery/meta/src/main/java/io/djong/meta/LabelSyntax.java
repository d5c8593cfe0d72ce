package io.djong.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How label keys and values may be written; each check answers with what is wrong, worded as in Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set Labels and Selectors
public final class LabelSyntax {

    private static final int NAME_MAX = 63;
    private static final int SUBDOMAIN_MAX = 253;

    private static final String NAME_FORMAT = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE_FORMAT = "(" + NAME_FORMAT + ")?";
    private static final String SUBDOMAIN_FORMAT =
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private static final Pattern NAME = Pattern.compile(NAME_FORMAT);
    private static final Pattern VALUE = Pattern.compile(VALUE_FORMAT);
    private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORMAT);

    private static final String NAME_WRONG =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '"
                    + NAME_FORMAT
                    + "')";
    private static final String VALUE_WRONG =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345',"
                    + " regex used for validation is '"
                    + VALUE_FORMAT
                    + "')";
    private static final String SUBDOMAIN_WRONG =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
                    + SUBDOMAIN_FORMAT
                    + "')";

    private LabelSyntax() {}

    /// What is wrong with a label key or another qualified name: `example.com/name` or `name`.
    public static List<String> keyErrors(String key) {
        List<String> errors = new ArrayList<>();
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return List.of(
                    "a qualified name "
                            + NAME_WRONG
                            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        String name = parts[parts.length - 1];
        if (parts.length == 2) {
            addPrefixErrors(parts[0], errors);
        }
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (name.length() > NAME_MAX) {
            errors.add("name part " + tooLong(NAME_MAX));
        }
        if (!NAME.matcher(name).matches()) {
            errors.add("name part " + NAME_WRONG);
        }
        return errors;
    }

    private static void addPrefixErrors(String prefix, List<String> errors) {
        if (prefix.isEmpty()) {
            errors.add("prefix part must be non-empty");
            return;
        }
        if (prefix.length() > SUBDOMAIN_MAX) {
            errors.add("prefix part " + tooLong(SUBDOMAIN_MAX));
        }
        if (!SUBDOMAIN.matcher(prefix).matches()) {
            errors.add("prefix part " + SUBDOMAIN_WRONG);
        }
    }

    /// What is wrong with a label's value.
    public static List<String> valueErrors(String value) {
        List<String> errors = new ArrayList<>();
        if (value.length() > NAME_MAX) {
            errors.add(tooLong(NAME_MAX));
        }
        if (!VALUE.matcher(value).matches()) {
            errors.add(VALUE_WRONG);
        }
        return errors;
    }

    private static String tooLong(int limit) {
        return "must be no more than " + limit + " bytes";
    }
}
