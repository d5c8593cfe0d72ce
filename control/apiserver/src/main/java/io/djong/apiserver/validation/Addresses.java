package io.djong.apiserver.validation;

/// Rules for IP addresses and ranges. Texts as in Kubernetes 1.36.
public final class Addresses {

    public static final String NOT_AN_ADDRESS =
            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    public static final String NOT_A_RANGE =
            "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private Addresses() {}

    public static void address(String value, FieldPath path, FieldErrors errors) {
        if (!isAddress(value)) {
            errors.invalid(path, value, NOT_AN_ADDRESS);
        }
    }

    public static void range(String value, FieldPath path, FieldErrors errors) {
        if (!isRange(value)) {
            errors.invalid(path, value, NOT_A_RANGE);
        }
    }

    public static boolean isAddress(String value) {
        return isV4(value) || isV6(value);
    }

    public static boolean isV4(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("[0-9]{1,10}") || Long.parseLong(part) > 255) {
                return false;
            }
        }
        return true;
    }

    public static boolean isV6(String value) {
        if (!value.contains(":") || !value.matches("[0-9A-Fa-f:.]+")) {
            return false;
        }
        String text = value;
        int last = text.lastIndexOf(':');
        if (text.contains(".")) {
            if (!isV4(text.substring(last + 1))) {
                return false;
            }
            text = text.substring(0, last + 1) + "0:0";
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before);
        int right = after.isEmpty() ? 0 : groups(after);
        return left >= 0 && right >= 0 && left + right <= 7;
    }

    /// How many groups there are, or -1 when one is malformed.
    private static int groups(String text) {
        String[] groups = text.split(":", -1);
        for (String group : groups) {
            if (!group.matches("[0-9A-Fa-f]{1,4}")) {
                return -1;
            }
        }
        return groups.length;
    }

    public static boolean isRange(String value) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String address = value.substring(0, slash);
        String bits = value.substring(slash + 1);
        int max = isV4(address) ? 32 : isV6(address) ? 128 : -1;
        return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= max;
    }
}
