package io.djong.controllers.node;

import java.util.Set;

/// The prefixes into which an IPv4 range is cut.
///
/// @param base the first address as a number
/// @param bits the length of the whole range's prefix
/// @param nodeBits that of each part
record NodePrefixes(int base, int bits, int nodeBits) {

    static NodePrefixes parse(String cidr, int nodeBits) {
        String[] parts = cidr.split("/");
        String[] octets = parts[0].split("\\.");
        if (parts.length != 2 || octets.length != 4) {
            throw new IllegalArgumentException("cluster CIDR " + cidr + ": not like 10.244.0.0/16");
        }
        int base = 0;
        for (String octet : octets) {
            base = base << 8 | Integer.parseInt(octet);
        }
        int bits = Integer.parseInt(parts[1]);
        if (bits < 1 || nodeBits < bits || nodeBits > 30) {
            throw new IllegalArgumentException(
                    "cluster CIDR "
                            + cidr
                            + ": nodes' prefixes of /"
                            + nodeBits
                            + " do not fit in");
        }
        return new NodePrefixes(base & -1 << (32 - bits), bits, nodeBits);
    }

    /// The first part that is not used, or "".
    String firstFree(Set<String> used) {
        long count = 1L << (nodeBits - bits);
        for (long i = 0; i < count; i++) {
            int address = base + (int) (i << (32 - nodeBits));
            String prefix =
                    (address >>> 24)
                            + "."
                            + (address >>> 16 & 255)
                            + "."
                            + (address >>> 8 & 255)
                            + "."
                            + (address & 255)
                            + "/"
                            + nodeBits;
            if (!used.contains(prefix)) {
                return prefix;
            }
        }
        return "";
    }
}
