package io.djong.auth.pki;

import java.net.InetAddress;

/// IP addresses as text and as octets; never asks a name server.
final class Addresses {

    private Addresses() {}

    static byte[] octets(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            throw new PkiException("not an IP address: " + address, e);
        }
    }

    /// One text for each address, however it was written.
    static String canonical(String address) {
        return InetAddress.ofLiteral(address).getHostAddress();
    }
}
