package io.djong.apiserver.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The rules for names, as functions that answer what is wrong: no text for nothing. Texts as in Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ Object Names and IDs
public final class Names {

    public static final int LABEL_MAX = 63;
    public static final int SUBDOMAIN_MAX = 253;

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String DNS_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";
    private static final String WILDCARD = "\\*\\." + SUBDOMAIN;
    private static final String ENV_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*";
    private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";
    private static final String PERCENT = "[0-9]+%";
    private static final String HEADER_NAME = "[-A-Za-z0-9]+";

    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final Pattern DNS_1035_PATTERN = Pattern.compile(DNS_1035);
    private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED);
    private static final Pattern LABEL_VALUE_PATTERN = Pattern.compile(LABEL_VALUE);
    private static final Pattern CONFIG_KEY_PATTERN = Pattern.compile(CONFIG_KEY);
    private static final Pattern ENV_NAME_PATTERN = Pattern.compile(ENV_NAME);
    private static final Pattern PERCENT_PATTERN = Pattern.compile(PERCENT);
    private static final Pattern HEADER_NAME_PATTERN = Pattern.compile(HEADER_NAME);

    private Names() {}

    /// `a lowercase RFC 1123 label must consist of ...`.
    public static List<String> dnsLabel(String value) {
        List<String> wrong = new ArrayList<>(0);
        checkLength(value, LABEL_MAX, wrong);
        if (!LABEL_PATTERN.matcher(value).matches()) {
            wrong.add(
                    SUBDOMAIN_PATTERN.matcher(value).matches()
                            ? "must not contain dots"
                            : regex(
                                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
                                    LABEL,
                                    "my-name",
                                    "123-abc"));
        }
        return wrong;
    }

    public static List<String> dnsSubdomain(String value) {
        List<String> wrong = new ArrayList<>(0);
        checkLength(value, SUBDOMAIN_MAX, wrong);
        if (!SUBDOMAIN_PATTERN.matcher(value).matches()) {
            wrong.add(
                    regex(
                            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
                            SUBDOMAIN,
                            "example.com"));
        }
        return wrong;
    }

    public static List<String> dns1035Label(String value) {
        List<String> wrong = new ArrayList<>(0);
        checkLength(value, LABEL_MAX, wrong);
        if (!DNS_1035_PATTERN.matcher(value).matches()) {
            wrong.add(
                    regex(
                            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
                            DNS_1035,
                            "my-name",
                            "abc-123"));
        }
        return wrong;
    }

    public static List<String> wildcardSubdomain(String value) {
        List<String> wrong = new ArrayList<>(0);
        checkLength(value, SUBDOMAIN_MAX, wrong);
        if (!value.matches(WILDCARD)) {
            wrong.add(
                    regex(
                            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
                            WILDCARD,
                            "*.example.com"));
        }
        return wrong;
    }

    /// A key of labels: an optional domain, a slash, a name.
    public static List<String> qualified(String value) {
        List<String> wrong = new ArrayList<>(0);
        String[] parts = value.split("/", -1);
        String name = parts[parts.length - 1];
        if (parts.length > 2) {
            wrong.add(
                    "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                            + example(QUALIFIED, "MyName", "my.name", "123-abc")
                            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return wrong;
        }
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                wrong.add("prefix part must be non-empty");
            } else {
                dnsSubdomain(parts[0]).forEach(text -> wrong.add("prefix part " + text));
            }
        }
        if (name.isEmpty()) {
            wrong.add("name part must be non-empty");
        } else if (name.length() > LABEL_MAX) {
            wrong.add("name part must be no more than " + LABEL_MAX + " bytes");
        }
        if (!QUALIFIED_PATTERN.matcher(name).matches()) {
            wrong.add(
                    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                            + example(QUALIFIED, "MyName", "my.name", "123-abc"));
        }
        return wrong;
    }

    public static List<String> labelValue(String value) {
        List<String> wrong = new ArrayList<>(0);
        if (value.length() > LABEL_MAX) {
            wrong.add("must be no more than " + LABEL_MAX + " bytes");
        }
        if (!LABEL_VALUE_PATTERN.matcher(value).matches()) {
            wrong.add(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                            + example(LABEL_VALUE, "MyValue", "my_value", "12345"));
        }
        return wrong;
    }

    /// A key of ConfigMaps and Secrets, which becomes a file's name.
    public static List<String> configKey(String value) {
        List<String> wrong = new ArrayList<>(0);
        checkLength(value, SUBDOMAIN_MAX, wrong);
        if (!CONFIG_KEY_PATTERN.matcher(value).matches()) {
            wrong.add(
                    regex(
                            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                            CONFIG_KEY,
                            "key.name",
                            "KEY_NAME",
                            "key-name"));
        }
        noDots(value, wrong);
        return wrong;
    }

    private static void noDots(String value, List<String> wrong) {
        switch (value) {
            case "." -> wrong.add("must not be '.'");
            case ".." -> wrong.add("must not be '..'");
            default -> {
                if (value.startsWith("..")) {
                    wrong.add("must not start with '..'");
                }
            }
        }
    }

    /// An environment variable's name by the strict rule.
    public static List<String> envName(String value) {
        List<String> wrong = new ArrayList<>(0);
        if (!ENV_NAME_PATTERN.matcher(value).matches()) {
            wrong.add(
                    regex(
                            "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
                            ENV_NAME,
                            "my.env-name",
                            "MY_ENV.NAME",
                            "MyEnvName1"));
        }
        noDots(value, wrong);
        return wrong;
    }

    public static List<String> portName(String value) {
        List<String> wrong = new ArrayList<>(0);
        checkLength(value, 15, wrong);
        if (!value.matches("[-a-z0-9]+")) {
            wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            wrong.add("must contain at least one letter (a-z)");
        }
        if (value.contains("--")) {
            wrong.add("must not contain consecutive hyphens");
        }
        if (value.startsWith("-") || value.endsWith("-")) {
            wrong.add("must not begin or end with a hyphen");
        }
        return wrong;
    }

    public static List<String> port(long value) {
        return inRange(value, 1, 65535);
    }

    public static List<String> inRange(long value, long min, long max) {
        return value >= min && value <= max
                ? List.of()
                : List.of("must be between " + min + " and " + max + ", inclusive");
    }

    public static List<String> percent(String value) {
        return PERCENT_PATTERN.matcher(value).matches()
                ? List.of()
                : List.of(
                        regex(
                                "a valid percent string must be a numeric string followed by an ending '%'",
                                PERCENT, "1%", "93%"));
    }

    public static List<String> headerName(String value) {
        return HEADER_NAME_PATTERN.matcher(value).matches()
                ? List.of()
                : List.of(
                        regex(
                                "a valid HTTP header must consist of alphanumeric characters or '-'",
                                HEADER_NAME,
                                "X-Header-Name"));
    }

    /// A name that can be one segment of a URL, for kinds whose names follow no other rule (RBAC).
    public static List<String> pathSegment(String value) {
        if (value.equals(".") || value.equals("..")) {
            return List.of("may not be '" + value + "'");
        }
        return pathSegmentPrefix(value);
    }

    private static List<String> pathSegmentPrefix(String value) {
        List<String> wrong = new ArrayList<>(0);
        for (String bad : List.of("/", "%")) {
            if (value.contains(bad)) {
                wrong.add("may not contain '" + bad + "'");
            }
        }
        return wrong;
    }

    /// A rule for `metadata.name`.
    @FunctionalInterface
    public interface Rule {
        /// @param isPrefix whether `value` is `generateName`, to which something is still added
        List<String> check(String value, boolean isPrefix);

        Rule SUBDOMAIN =
                (value, isPrefix) -> dnsSubdomain(isPrefix ? maskTrailingDash(value) : value);
        Rule LABEL = (value, isPrefix) -> dnsLabel(isPrefix ? maskTrailingDash(value) : value);
        Rule LABEL_1035 =
                (value, isPrefix) -> dns1035Label(isPrefix ? maskTrailingDash(value) : value);
        Rule PATH_SEGMENT =
                (value, isPrefix) -> isPrefix ? pathSegmentPrefix(value) : pathSegment(value);
    }

    /// A prefix may end in a dash, because a letter follows it.
    private static String maskTrailingDash(String name) {
        return name.length() > 1 && name.endsWith("-")
                ? name.substring(0, name.length() - 2) + "a"
                : name;
    }

    private static void checkLength(String value, int max, List<String> wrong) {
        if (value.length() > max) {
            wrong.add(maxLength(max));
        }
    }

    /// `must be no more than 63 characters`.
    public static String maxLength(int max) {
        return "must be no more than " + max + " characters";
    }

    /// `text (e.g. 'a',  or 'b', regex used for validation is 'x')`.
    public static String regex(String text, String regex, String... examples) {
        return text + example(regex, examples);
    }

    private static String example(String regex, String... examples) {
        StringBuilder text = new StringBuilder();
        if (examples.length == 0) {
            return " (regex used for validation is '" + regex + "')";
        }
        text.append(" (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            text.append(i > 0 ? " or " : "").append('\'').append(examples[i]).append("', ");
        }
        return text.append("regex used for validation is '").append(regex).append("')").toString();
    }
}
