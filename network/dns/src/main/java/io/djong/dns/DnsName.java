package io.djong.dns;

import java.util.Locale;

/// Names as the tables keep them: lower case, without the final dot.
final class DnsName {

    private DnsName() {}

    static String normalized(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    static boolean isWithin(String name, String zone) {
        return zone.isEmpty()
                || name.equals(zone)
                || (name.length() > zone.length()
                        && name.endsWith(zone)
                        && name.charAt(name.length() - zone.length() - 1) == '.');
    }

    /// `10.0.0.7` for `7.0.0.10.in-addr.arpa`, or "" when it is no such name.
    static String addressOf(String reverse) {
        String suffix = ".in-addr.arpa";
        if (!reverse.endsWith(suffix)) {
            return "";
        }
        String[] octets = reverse.substring(0, reverse.length() - suffix.length()).split("\\.");
        return octets.length == 4
                ? octets[3] + "." + octets[2] + "." + octets[1] + "." + octets[0]
                : "";
    }
}
