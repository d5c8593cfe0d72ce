package io.djong.cel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Addresses as text and bytes, as strictly as Go's `netip` reads them: no leading zeros, no zones.
final class Addresses {

    private Addresses() {}

    /// Four or sixteen bytes, or null when the text is none.
    static byte @Nullable [] parse(String text) {
        return text.contains(":") ? parseV6(text) : parseV4(text);
    }

    private static byte @Nullable [] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int at = 0; at < 4; at++) {
            int value = number(parts[at], 10, 3);
            if (value < 0 || value > 255 || (parts[at].length() > 1 && parts[at].startsWith("0"))) {
                return null;
            }
            bytes[at] = (byte) value;
        }
        return bytes;
    }

    private static int number(String text, int radix, int digitsMax) {
        if (text.isEmpty() || text.length() > digitsMax) {
            return -1;
        }
        int value = 0;
        for (int at = 0; at < text.length(); at++) {
            int digit = text.charAt(at) < 128 ? Character.digit(text.charAt(at), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap));
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        int count = head.size() + tail.size();
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        byte[] bytes = new byte[16];
        for (int at = 0; at < head.size(); at++) {
            put(bytes, at, head.get(at));
        }
        for (int at = 0; at < tail.size(); at++) {
            put(bytes, 8 - tail.size() + at, tail.get(at));
        }
        return bytes;
    }

    private static void put(byte[] bytes, int group, int value) {
        bytes[group * 2] = (byte) (value >> 8);
        bytes[group * 2 + 1] = (byte) value;
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int at = 0; at < parts.length; at++) {
            if (at == parts.length - 1 && parts[at].contains(".")) {
                byte[] last = parseV4(parts[at]);
                if (last == null) {
                    return null;
                }
                groups.add(((last[0] & 0xff) << 8) | (last[1] & 0xff));
                groups.add(((last[2] & 0xff) << 8) | (last[3] & 0xff));
                continue;
            }
            int value = number(parts[at], 16, 4);
            if (value < 0) {
                return null;
            }
            groups.add(value);
        }
        return groups;
    }

    static boolean isMappedV4(byte[] address) {
        if (address.length != 16) {
            return false;
        }
        for (int at = 0; at < 10; at++) {
            if (address[at] != 0) {
                return false;
            }
        }
        return address[10] == -1 && address[11] == -1;
    }

    static byte[] mask(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int at = 0; at < masked.length; at++) {
            int keep = Math.clamp(bits - at * 8L, 0, 8);
            masked[at] &= (byte) (0xff << (8 - keep));
        }
        return masked;
    }

    /// The canonical text: the longest run of zeros left out.
    static String text(byte[] address) {
        if (address.length == 4) {
            return (address[0] & 0xff)
                    + "."
                    + (address[1] & 0xff)
                    + "."
                    + (address[2] & 0xff)
                    + "."
                    + (address[3] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int at = 0; at < 8; at++) {
            int run = 0;
            while (at + run < 8 && group(address, at + run) == 0) {
                run++;
            }
            if (run > length) {
                start = at;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < 8; at++) {
            if (at == start) {
                text.append("::");
                at += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(address, at)));
        }
        return text.toString();
    }

    private static int group(byte[] address, int at) {
        return ((address[at * 2] & 0xff) << 8) | (address[at * 2 + 1] & 0xff);
    }
}
