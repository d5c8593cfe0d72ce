package io.djong.cel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `ip('10.0.0.1')` and `cidr('10.0.0.0/8')`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library IP addresses
final class Networks {

    @SuppressWarnings("ArrayRecordComponent")
    record Ip(byte[] address) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ip that && Arrays.equals(address, that.address);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(address);
        }

        @Override
        public String toString() {
            return Addresses.text(address);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Cidr(byte[] address, int bits) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Cidr that
                    && bits == that.bits
                    && Arrays.equals(address, that.address);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(address) * 31 + bits;
        }

        @Override
        public String toString() {
            return Addresses.text(address) + "/" + bits;
        }
    }

    private Networks() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("ip", args -> args[0] instanceof Cidr cidr ? new Ip(cidr.address) : ip(args[0]));
        all.put("isIP", args -> isIp(args[0]));
        all.put("ip.isCanonical", args -> ip(args[0]).toString().equals(Strings.text(args[0])));
        all.put("family", args -> address(args[0]).length == 4 ? 4L : 6L);
        all.put("isUnspecified", args -> inet(args[0]).isAnyLocalAddress());
        all.put("isLoopback", args -> inet(args[0]).isLoopbackAddress());
        all.put("isLinkLocalMulticast", args -> isLinkLocalMulticast(address(args[0])));
        all.put("isLinkLocalUnicast", args -> inet(args[0]).isLinkLocalAddress());
        all.put("isGlobalUnicast", args -> isGlobalUnicast(args[0]));
        all.put("cidr", args -> cidr(Strings.text(args[0])));
        all.put("isCIDR", args -> isCidr(Strings.text(args[0])));
        all.put("containsIP", args -> contains(network(args[0]), ip(args[1]).address(), -1));
        all.put("containsCIDR", args -> contains(network(args[0]), args[1]));
        all.put("masked", args -> masked(network(args[0])));
        all.put("prefixLength", args -> (long) network(args[0]).bits());
    }

    private static Ip ip(Object value) {
        if (value instanceof Ip ip) {
            return ip;
        }
        String text = Strings.text(value);
        byte[] address = Addresses.parse(text);
        if (address == null) {
            throw new EvaluationException(
                    "IP Address "
                            + Strings.quoted(text)
                            + " parse error during conversion from string: ParseAddr("
                            + Strings.quoted(text)
                            + "): unable to parse IP");
        }
        if (Addresses.isMappedV4(address)) {
            throw new EvaluationException(
                    "IPv4-mapped IPv6 address " + Strings.quoted(text) + " is not allowed");
        }
        return new Ip(address);
    }

    private static boolean isIp(Object value) {
        byte[] address = Addresses.parse(Strings.text(value));
        return address != null && !Addresses.isMappedV4(address);
    }

    private static byte[] address(Object value) {
        if (value instanceof Ip(byte[] address)) {
            return address;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static InetAddress inet(Object value) {
        try {
            return InetAddress.getByAddress(address(value));
        } catch (UnknownHostException wrongLength) {
            throw new EvaluationException("invalid IP address");
        }
    }

    private static boolean isLinkLocalMulticast(byte[] address) {
        return address.length == 4
                ? address[0] == (byte) 224 && address[1] == 0 && address[2] == 0
                : address[0] == (byte) 0xff && (address[1] & 0x0f) == 2;
    }

    private static boolean isGlobalUnicast(Object value) {
        byte[] address = address(value);
        boolean isBroadcast =
                address.length == 4 && Arrays.equals(address, new byte[] {-1, -1, -1, -1});
        InetAddress inet = inet(value);
        return !isBroadcast
                && !inet.isAnyLocalAddress()
                && !inet.isLoopbackAddress()
                && !inet.isMulticastAddress()
                && !inet.isLinkLocalAddress();
    }

    private static @Nullable Cidr tryCidr(String text) {
        int slash = text.lastIndexOf('/');
        byte[] address = slash < 0 ? null : Addresses.parse(text.substring(0, slash));
        String bits = text.substring(slash + 1);
        if (address == null
                || Addresses.isMappedV4(address)
                || bits.isEmpty()
                || bits.length() > 3
                || !bits.chars().allMatch(c -> c >= '0' && c <= '9')
                || (bits.length() > 1 && bits.startsWith("0"))
                || Integer.parseInt(bits) > address.length * 8) {
            return null;
        }
        return new Cidr(address, Integer.parseInt(bits));
    }

    private static Cidr cidr(String text) {
        Cidr cidr = tryCidr(text);
        if (cidr == null) {
            throw new EvaluationException(
                    "network address parse error during conversion from string: netip.ParsePrefix("
                            + Strings.quoted(text)
                            + "): "
                            + (text.contains("/") ? "ParseAddr: unable to parse IP" : "no '/'"));
        }
        return cidr;
    }

    private static boolean isCidr(String text) {
        return tryCidr(text) != null;
    }

    private static Cidr network(Object value) {
        if (value instanceof Cidr cidr) {
            return cidr;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static boolean contains(Cidr cidr, Object other) {
        Cidr inner = other instanceof Cidr known ? known : cidr(Strings.text(other));
        return contains(cidr, inner.address(), inner.bits());
    }

    /// @param bits of the network to be contained, or -1 for an address
    private static boolean contains(Cidr cidr, byte[] address, int bits) {
        return cidr.address().length == address.length
                && (bits < 0 || cidr.bits() <= bits)
                && Arrays.equals(
                        Addresses.mask(cidr.address(), cidr.bits()),
                        Addresses.mask(address, cidr.bits()));
    }

    private static Cidr masked(Cidr cidr) {
        return new Cidr(Addresses.mask(cidr.address(), cidr.bits()), cidr.bits());
    }
}
