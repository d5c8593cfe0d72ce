package io.djong.apiserver.structural;

import com.google.re2j.Pattern;
import io.djong.meta.Times;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The formats that texts of custom resources may be asked to have; unknown ones are not checked.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation Validation
public final class Formats {

    private static final Set<String> OF_INTEGERS = Set.of("int32", "int64");
    private static final Set<String> OF_NUMBERS = Set.of("float", "double");

    private static final String DOMAIN_MAIL = "^[^\\s@<>(),;:\\\\\"\\[\\]]+@[^\\s@<>(),;:\\\\\"]+$";

    private static final Map<String, Predicate<String>> ALL = all();

    private Formats() {}

    private static Map<String, Predicate<String>> all() {
        Map<String, Predicate<String>> all = new HashMap<>();
        all.put("bsonobjectid", matching("(?i)^[0-9a-f]{24}$"));
        all.put("uri", NetworkFormats::isRequestUri);
        all.put("email", Formats::isEmail);
        all.put("hostname", NetworkFormats::isHostname);
        all.put("ipv4", NetworkFormats::isIpv4);
        all.put("ipv6", NetworkFormats::isIpv6);
        all.put("cidr", NetworkFormats::isCidr);
        all.put("mac", NetworkFormats::isMac);
        String hex = "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?";
        all.put("uuid", matching(hex + "[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$"));
        all.put("uuid3", matching(hex + "3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$"));
        all.put("uuid4", matching(hex + "4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"));
        all.put("uuid5", matching(hex + "5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"));
        all.put("isbn", text -> NumberFormats.isIsbn10(text) || NumberFormats.isIsbn13(text));
        all.put("isbn10", NumberFormats::isIsbn10);
        all.put("isbn13", NumberFormats::isIsbn13);
        all.put("creditcard", NumberFormats::isCreditCard);
        all.put("ssn", matching("^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$"));
        all.put("hexcolor", matching("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"));
        String part = "(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])";
        all.put(
                "rgbcolor",
                matching(
                        "^rgb\\(\\s*"
                                + part
                                + "\\s*,\\s*"
                                + part
                                + "\\s*,\\s*"
                                + part
                                + "\\s*\\)$"));
        all.put(
                "byte",
                matching(
                        "^(?:[A-Za-z0-9+\\/]{4})*(?:[A-Za-z0-9+\\/]{2}==|[A-Za-z0-9+\\/]{3}=|[A-Za-z0-9+\\/]{4})$"));
        all.put("password", _ -> true);
        all.put("date", Formats::isDate);
        all.put("duration", Durations::isDuration);
        all.put("datetime", Formats::isDateTime);
        all.put(
                "k8sshortname",
                text -> io.djong.apiserver.validation.Names.dnsLabel(text).isEmpty());
        all.put(
                "k8slongname",
                text -> io.djong.apiserver.validation.Names.dnsSubdomain(text).isEmpty());
        return Map.copyOf(all);
    }

    private static Predicate<String> matching(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> compiled.matcher(text).find();
    }

    private static String normal(String format) {
        return format.replace("-", "");
    }

    /// The format as far as it is checked for values of that type: "" when it is not.
    static String checked(String type, String format) {
        boolean known =
                switch (type) {
                    case "", "string" -> ALL.containsKey(normal(format));
                    case "integer" -> OF_INTEGERS.contains(format);
                    case "number" -> OF_NUMBERS.contains(format);
                    default -> false;
                };
        return known ? format : "";
    }

    /// Whether a schema may name that format without being warned about.
    public static boolean isKnown(String type, String format) {
        return !checked(type, format).isEmpty();
    }

    static boolean matches(String format, String text) {
        Predicate<String> rule = ALL.get(normal(format));
        return rule == null || rule.test(text);
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text).getYear() >= 0;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "(?i)^\\d{4}-\\d\\d-\\d\\dt\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(z|[+-]\\d\\d:\\d\\d)?$");

    /// Go's reader takes a date with a time in several forms.
    private static boolean isDateTime(String text) {
        if (!DATE_TIME.matcher(text).find()) {
            return false;
        }
        try {
            LocalDate.parse(text.substring(0, 10));
            int hour = Integer.parseInt(text.substring(11, 13));
            int minute = Integer.parseInt(text.substring(14, 16));
            int second = Integer.parseInt(text.substring(17, 19));
            return hour < 24 && minute < 60 && second < 60;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static final Pattern MAIL = Pattern.compile(DOMAIN_MAIL);
    private static final Pattern NAMED_MAIL = Pattern.compile("^[^<>@]*<([^<>\\s]+)>\\s*$");

    /// An address, with or without a name before it.
    private static boolean isEmail(String text) {
        var named = NAMED_MAIL.matcher(text);
        String address = named.find() ? named.group(1) : text.strip();
        return MAIL.matcher(address).find()
                && !address.startsWith(".")
                && !address.contains("..")
                && !address.contains(".@");
    }

    /// Whether a text is a time as the API writes them.
    public static boolean isTime(String text) {
        try {
            Times.parse(text);
            return true;
        } catch (DateTimeException malformed) {
            return false;
        }
    }
}
