package io.djong.apiserver.validation;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// How well-formed ranges of addresses lie to each other.
public final class Ranges {

    private Ranges() {}

    /// Whether the first range is a smaller part of the second.
    public static boolean isStrictlyWithin(String inner, String outer) {
        int innerBits = bits(inner);
        int outerBits = bits(outer);
        byte[] a = address(inner);
        byte[] b = address(outer);
        if (a.length != b.length || innerBits <= outerBits) {
            return false;
        }
        BigInteger shifted = new BigInteger(1, a).shiftRight(8 * a.length - outerBits);
        return shifted.equals(new BigInteger(1, b).shiftRight(8 * b.length - outerBits));
    }

    private static int bits(String range) {
        return Integer.parseInt(range.substring(range.indexOf('/') + 1));
    }

    private static byte[] address(String range) {
        try {
            // A literal is never looked up.
            return InetAddress.getByName(range.substring(0, range.indexOf('/'))).getAddress();
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
