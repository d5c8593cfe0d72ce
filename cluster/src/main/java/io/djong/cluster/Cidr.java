package io.djong.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses.
///
/// @param base the first address, host bits zero
/// @param bits the length of the prefix
record Cidr(int base, int bits) {

    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    /// @throws IllegalArgumentException if it is no IPv4 range
    static Cidr parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an IPv4 range such as 10.244.0.0/16");
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255) {
                throw new IllegalArgumentException("not an IPv4 range such as 10.244.0.0/16");
            }
            address = (address << 8) | octet;
        }
        int bits = Integer.parseInt(matcher.group(5));
        if (bits > 32) {
            throw new IllegalArgumentException("the length of the prefix must be at most 32");
        }
        int mask = bits == 0 ? 0 : -1 << (32 - bits);
        if ((address & ~mask) != 0) {
            throw new IllegalArgumentException(
                    "the range starts at "
                            + new Cidr(address & mask, bits)
                            + ", the address has bits beyond the prefix");
        }
        return new Cidr(address, bits);
    }

    /// The address at `offset` from the first.
    String address(int offset) {
        int address = base + offset;
        return "%d.%d.%d.%d"
                .formatted(
                        (address >>> 24) & 255,
                        (address >>> 16) & 255,
                        (address >>> 8) & 255,
                        address & 255);
    }

    boolean overlaps(Cidr other) {
        int shorter = Math.min(bits, other.bits);
        int mask = shorter == 0 ? 0 : -1 << (32 - shorter);
        return (base & mask) == (other.base & mask);
    }

    @Override
    public String toString() {
        return address(0) + "/" + bits;
    }
}
