package io.djong.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/// The parts of a certificate's subject that Kubernetes reads, in the order of the certificate.
///
/// The JDK's own text forms sort and escape values, so the encoded name is walked here.
record DistinguishedName(String commonName, List<String> organizations) {

    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] ORGANIZATION = {0x55, 0x04, 0x0A};

    /// BMPString, the one text type that is not ASCII or UTF-8 in practice.
    private static final int BMP_STRING = 0x1E;

    /// Walks over the fields of one structure. The JDK has parsed the name before, so it is well-formed.
    private static final class Walker {
        private final byte[] der;
        private int at;
        private int end;

        Walker(byte[] der) {
            this.der = der;
            this.end = der.length;
        }

        boolean hasMore() {
            return at < end;
        }

        int tag() {
            return der[at] & 0xFF;
        }

        byte[] next() {
            at++;
            int length = der[at++] & 0xFF;
            if (length >= 0x80) {
                int octets = length & 0x7F;
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | (der[at++] & 0xFF);
                }
            }
            at += length;
            return Arrays.copyOfRange(der, at - length, at);
        }
    }

    static DistinguishedName of(X500Principal principal) {
        String commonName = "";
        List<String> organizations = new ArrayList<>();
        Walker sets = new Walker(new Walker(principal.getEncoded()).next());
        while (sets.hasMore()) {
            Walker attributes = new Walker(sets.next());
            while (attributes.hasMore()) {
                Walker attribute = new Walker(attributes.next());
                byte[] type = attribute.next();
                boolean isWide = attribute.tag() == BMP_STRING;
                String value =
                        new String(
                                attribute.next(),
                                isWide ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
                if (Arrays.equals(type, COMMON_NAME)) {
                    commonName = value;
                } else if (Arrays.equals(type, ORGANIZATION)) {
                    organizations.add(value);
                }
            }
        }
        return new DistinguishedName(commonName, List.copyOf(organizations));
    }
}
