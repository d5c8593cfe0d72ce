package io.djong.apiserver.structural;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.MatchResult;

/// Addresses and names of networks.
final class NetworkFormats {

    private static final int HOSTNAME_MAX = 255;
    private static final int LABEL_MAX = 63;

    private static final Pattern HOSTNAME =
            Pattern.compile(
                    "^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$");

    private static final Pattern MAC =
            Pattern.compile(
                    "(?i)^([0-9a-f]{2}([:-][0-9a-f]{2}){5}|[0-9a-f]{2}([:-][0-9a-f]{2}){7}|[0-9a-f]{2}([:-][0-9a-f]{2}){19}|[0-9a-f]{4}(\\.[0-9a-f]{4}){2}|[0-9a-f]{4}(\\.[0-9a-f]{4}){3}|[0-9a-f]{4}(\\.[0-9a-f]{4}){9})$");

    private static final Pattern IPV4 = Pattern.compile("^\\d{1,9}(\\.\\d{1,9}){3}$");

    private NetworkFormats() {}

    static boolean isHostname(String text) {
        if (!HOSTNAME.matcher(text).find() || text.length() > HOSTNAME_MAX) {
            return false;
        }
        for (String part : text.split("\\.", -1)) {
            if (part.length() > LABEL_MAX) {
                return false;
            }
        }
        return true;
    }

    /// Leading zeros are read as decimal, as upstream's parser for stored objects does.
    static boolean isIpv4(String text) {
        if (text.contains(":")) {
            return text.contains(".") && isIpv6(text);
        }
        if (!IPV4.matcher(text).find()) {
            return false;
        }
        for (String part : text.split("\\.")) {
            if (Long.parseLong(part) > 255) {
                return false;
            }
        }
        return true;
    }

    static boolean isIpv6(String text) {
        if (!text.contains(":")) {
            return false;
        }
        String groups = text;
        int lastColon = text.lastIndexOf(':');
        if (text.contains(".")) {
            if (!isIpv4(text.substring(lastColon + 1))) {
                return false;
            }
            groups = text.substring(0, lastColon + 1) + "0:0";
        }
        int gap = groups.indexOf("::");
        if (gap >= 0 && groups.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int count = gap < 0 ? count(groups) : count(groups.substring(0, gap));
        if (gap < 0) {
            return count == 8;
        }
        int behind = count(groups.substring(gap + 2));
        return count >= 0 && behind >= 0 && count + behind < 8;
    }

    /// How many groups there are, or -1 when one is none.
    private static int count(String groups) {
        if (groups.isEmpty()) {
            return 0;
        }
        String[] parts = groups.split(":", -1);
        for (String part : parts) {
            if (part.isEmpty()
                    || part.length() > 4
                    || !part.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                return -1;
            }
        }
        return parts.length;
    }

    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String address = text.substring(0, slash);
        String length = text.substring(slash + 1);
        boolean wide = address.contains(":");
        if (length.isEmpty()
                || length.length() > 3
                || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return Integer.parseInt(length) <= (wide ? 128 : 32)
                && (wide ? isIpv6(address) : isIpv4(address));
    }

    static boolean isMac(String text) {
        if (!MAC.matcher(text).find()) {
            return false;
        }
        return !(text.contains(":") && text.contains("-"));
    }

    /// What may stand behind the method of a request: an absolute URI or an absolute path.
    static boolean isRequestUri(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            return false;
        }
        if (text.startsWith("/") || text.equals("*")) {
            return true;
        }
        try {
            return new URI(
                                    java.util.regex.Pattern.compile("[^!-~]|[\"<>\\\\^`{|}]")
                                            .matcher(text)
                                            .replaceAll(NetworkFormats::plain))
                            .getScheme()
                    != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static String plain(MatchResult ignored) {
        return "x";
    }
}
