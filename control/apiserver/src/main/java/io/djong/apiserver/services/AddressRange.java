package io.djong.apiserver.services;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses, counted from its first.
///
/// @param first as an unsigned number
/// @param size at most [#SIZE_MAX]: of larger ranges only the beginning is used, as upstream's bitmap did
record AddressRange(String cidr, long first, int size) {

    private static final int SIZE_MAX = 1 << 20;

    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /// @throws IllegalArgumentException if it is no IPv4 range
    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        long first = slash < 0 ? -1 : number(cidr.substring(0, slash));
        if (first < 0) {
            throw new IllegalArgumentException(cidr + ": must be an IPv4 range such as 10.96.0.0/16");
        }
        int bits = Integer.parseInt(cidr.substring(slash + 1));
        return new AddressRange(cidr, first, (int) Math.min(1L << (32 - bits), SIZE_MAX));
    }

    /// How far the address is from the first, or -1 when it is not in the range.
    int offset(String address) {
        long number = number(address);
        return number < first || number >= first + size ? -1 : (int) (number - first);
    }

    String address(int offset) {
        long number = first + offset;
        return (number >> 24) + "." + ((number >> 16) & 255) + "." + ((number >> 8) & 255) + "." + (number & 255);
    }

    private static long number(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            return -1;
        }
        long number = 0;
        for (int i = 1; i <= 4; i++) {
            number = number << 8 | Integer.parseInt(matcher.group(i));
        }
        return number;
    }

    @Override
    public String toString() {
        return cidr;
    }
}
