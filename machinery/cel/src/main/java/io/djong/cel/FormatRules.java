package io.djong.cel;

import io.djong.meta.LabelSyntax;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `format.dns1123Label().validate(x)`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library Formats
final class FormatRules {

    /// What the longest of the formats' expressions counts as.
    static final long REGEX_SIZE = 113;

    /// Says what is wrong with a text.
    interface Rule {
        List<String> errors(String text);
    }

    record Named(String name, Rule rule) {}

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String LABEL_TEXT =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"
                    + LABEL
                    + "')";
    private static final String SUBDOMAIN_TEXT =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
                    + SUBDOMAIN
                    + "')";
    private static final String LABEL_1035_TEXT =
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '"
                    + LABEL_1035
                    + "')";
    private static final Pattern UUID =
            Pattern.compile(
                    "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$");

    private static final Map<String, Rule> RULES =
            Map.ofEntries(
                    Map.entry("dns1123Label", text -> name(text, LABEL, 63, LABEL_TEXT)),
                    Map.entry(
                            "dns1123Subdomain", text -> name(text, SUBDOMAIN, 253, SUBDOMAIN_TEXT)),
                    Map.entry("dns1035Label", text -> name(text, LABEL_1035, 63, LABEL_1035_TEXT)),
                    Map.entry("qualifiedName", LabelSyntax::keyErrors),
                    Map.entry(
                            "dns1123LabelPrefix",
                            text -> name(masked(text), LABEL, 63, LABEL_TEXT)),
                    Map.entry(
                            "dns1123SubdomainPrefix",
                            text -> name(masked(text), SUBDOMAIN, 253, SUBDOMAIN_TEXT)),
                    Map.entry(
                            "dns1035LabelPrefix",
                            text -> name(masked(text), LABEL_1035, 63, LABEL_1035_TEXT)),
                    Map.entry("labelValue", LabelSyntax::valueErrors),
                    Map.entry("uri", FormatRules::uri),
                    Map.entry(
                            "uuid",
                            text ->
                                    UUID.matcher(text).matches()
                                            ? List.of()
                                            : List.of("does not match the UUID format")),
                    Map.entry("byte", FormatRules::base64),
                    Map.entry("date", FormatRules::date),
                    Map.entry("datetime", FormatRules::dateTime));

    private FormatRules() {}

    static void addTo(Map<String, Library.Function> all) {
        RULES.forEach((name, rule) -> all.put("format." + name, _ -> new Named(name, rule)));
        all.put("format.named", args -> named(Strings.text(args[0])));
        all.put("validate", args -> validate(args[0], Strings.text(args[1])));
    }

    private static Object named(String name) {
        Rule rule = RULES.get(name);
        return rule == null ? Values.Maybe.NONE : new Values.Maybe(new Named(name, rule));
    }

    private static Object validate(Object format, String text) {
        if (!(format instanceof Named(String _, Rule rule))) {
            throw EvaluationException.noSuchOverload();
        }
        List<String> errors = rule.errors(text);
        return errors.isEmpty()
                ? Values.Maybe.NONE
                : new Values.Maybe(new Values.MadeList(List.copyOf(errors)));
    }

    private static List<String> name(String text, String pattern, int longest, String complaint) {
        List<String> errors = new ArrayList<>();
        if (text.length() > longest) {
            errors.add("must be no more than " + longest + " characters");
        }
        if (!Pattern.matches(pattern, text)) {
            errors.add(complaint);
        }
        return errors;
    }

    /// A prefix may end with a dash.
    private static String masked(String prefix) {
        return prefix.length() > 1 && prefix.endsWith("-")
                ? prefix.substring(0, prefix.length() - 2) + "a"
                : prefix;
    }

    private static List<String> uri(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() || text.startsWith("/")
                    ? List.of()
                    : List.of("parse " + Strings.quoted(text) + ": invalid URI for request");
        } catch (URISyntaxException malformed) {
            return List.of("parse " + Strings.quoted(text) + ": invalid URI for request");
        }
    }

    private static List<String> base64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return List.of();
        } catch (IllegalArgumentException malformed) {
            return List.of("invalid base64");
        }
    }

    private static List<String> date(String text) {
        try {
            LocalDate.parse(text);
            return List.of();
        } catch (DateTimeException malformed) {
            return List.of("invalid date");
        }
    }

    private static List<String> dateTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return List.of();
        } catch (DateTimeException malformed) {
            return List.of("invalid datetime");
        }
    }
}
