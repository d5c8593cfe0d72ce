package io.djong.http.tls;

import java.util.Arrays;

/// Walks over the fields of one DER structure; as much of ASN.1 as old key files need.
final class DerReader {

    @SuppressWarnings("ArrayRecordComponent")
    record Field(int tag, byte[] content) {}

    private final byte[] der;
    private int at;

    DerReader(byte[] der) {
        this.der = der;
    }

    boolean hasMore() {
        return at < der.length;
    }

    /// The fields within the next field, which must have `tag`.
    DerReader enter(int tag) {
        Field field = next();
        if (field.tag() != tag) {
            throw new PemException("DER: found tag " + field.tag() + ", expected " + tag);
        }
        return new DerReader(field.content());
    }

    Field next() {
        int tag = octet();
        int length = octet();
        if (length >= 0x80) {
            int octets = length & 0x7F;
            if (octets > 3) {
                throw new PemException("DER: length of " + octets + " octets");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | octet();
            }
        }
        if (length > der.length - at) {
            throw new PemException("DER: ends early");
        }
        byte[] content = Arrays.copyOfRange(der, at, at + length);
        at += length;
        return new Field(tag, content);
    }

    private int octet() {
        if (!hasMore()) {
            throw new PemException("DER: ends early");
        }
        return der[at++] & 0xFF;
    }
}
