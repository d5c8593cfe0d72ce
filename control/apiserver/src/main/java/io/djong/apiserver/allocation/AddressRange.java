package io.djong.apiserver.allocation;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The addresses of one CIDR, and which of them are taken. Small lock; no I/O under it.
///
/// The lower band is left to those who ask for an address by name, as upstream leaves it.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/ Service ClusterIP allocation
final class AddressRange {

    private static final int STATIC_BAND_MIN = 16;
    private static final int STATIC_BAND_MAX = 256;

    /// Larger ranges are only used up to here; upstream's IPv6 ranges are cut likewise.
    private static final long USABLE_MAX = 1L << 32;

    private final String cidr;
    private final BigInteger base;
    private final int bytes;
    private final long size;
    private final RandomGenerator random;
    private final Set<Long> taken = new HashSet<>();

    AddressRange(String cidr, RandomGenerator random) {
        int slash = cidr.indexOf('/');
        byte[] address = parse(cidr.substring(0, slash));
        int hostBits = address.length * 8 - Integer.parseInt(cidr.substring(slash + 1));
        this.cidr = cidr;
        this.bytes = address.length;
        this.base = new BigInteger(1, address).shiftRight(hostBits).shiftLeft(hostBits);
        long all = hostBits >= 32 ? USABLE_MAX : 1L << hostBits;
        // Neither the network's own address nor, for IPv4, the broadcast address is handed out.
        this.size = Math.max(1, all - (bytes == 4 ? 2 : 1));
        this.random = random;
    }

    boolean isIpv6() {
        return bytes == 16;
    }

    String cidr() {
        return cidr;
    }

    /// The first address, which the Service `kubernetes` has.
    String first() {
        return text(0);
    }

    boolean contains(String address) {
        return offset(address) >= 0;
    }

    private static byte[] parse(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("no IP address: " + address, malformed);
        }
    }

    /// -1 when it lies outside.
    private long offset(String address) {
        byte[] parsed;
        try {
            parsed = parse(address);
        } catch (IllegalArgumentException malformed) {
            return -1;
        }
        if (parsed.length != bytes) {
            return -1;
        }
        BigInteger distance = new BigInteger(1, parsed).subtract(base).subtract(BigInteger.ONE);
        return distance.signum() < 0 || distance.compareTo(BigInteger.valueOf(size)) >= 0
                ? -1
                : distance.longValueExact();
    }

    private String text(long offset) {
        byte[] number = base.add(BigInteger.valueOf(offset + 1)).toByteArray();
        byte[] address = new byte[bytes];
        int length = Math.min(number.length, bytes);
        System.arraycopy(number, number.length - length, address, bytes - length, length);
        try {
            return isIpv6()
                    ? Ipv6Text.of(address)
                    : InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("address of " + bytes + " bytes", impossible);
        }
    }

    synchronized boolean take(String address) {
        long offset = offset(address);
        return offset >= 0 && taken.add(offset);
    }

    synchronized void release(String address) {
        taken.remove(offset(address));
    }

    /// A free address, random in the upper band, else the first free one below; null when there is none.
    synchronized @Nullable String takeAny() {
        if (taken.size() >= size) {
            return null;
        }
        long band = Math.min(Math.max(STATIC_BAND_MIN, size / 16), STATIC_BAND_MAX);
        band = band >= size ? 0 : band;
        long dynamic = size - band;
        long start = random.nextLong(dynamic);
        for (long i = 0; i < dynamic; i++) {
            long offset = band + (start + i) % dynamic;
            if (taken.add(offset)) {
                return text(offset);
            }
        }
        for (long offset = 0; offset < band; offset++) {
            if (taken.add(offset)) {
                return text(offset);
            }
        }
        return null;
    }
}
