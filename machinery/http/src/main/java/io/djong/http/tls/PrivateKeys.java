package io.djong.http.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;

/// Private keys from their DER encodings. The JDK reads PKCS#8 only; the older two are wrapped into it.
///
/// @spec https://www.rfc-editor.org/rfc/rfc5958 Asymmetric Key Packages
final class PrivateKeys {

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /// rsaEncryption with NULL parameters.
    private static final byte[] RSA_ALGORITHM =
            HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /// id-ecPublicKey.
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int EC_PARAMETERS = 0xA0;

    private PrivateKeys() {}

    static PrivateKey ofPkcs8(byte[] der) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException _) {
                // Of another algorithm; the next one may fit.
            }
        }
        throw new PemException("private key: neither RSA, EC nor Ed25519");
    }

    static PrivateKey ofPkcs1(byte[] der) {
        return ofPkcs8(tlv(SEQUENCE, concat(VERSION_0, RSA_ALGORITHM, tlv(OCTET_STRING, der))));
    }

    /// The curve is the field tagged 0 of the SEC1 structure; openssl and Go both write it.
    static PrivateKey ofSec1(byte[] der) {
        byte[] curve = ecParameters(der);
        byte[] algorithm = tlv(SEQUENCE, concat(EC_OID, curve));
        return ofPkcs8(tlv(SEQUENCE, concat(VERSION_0, algorithm, tlv(OCTET_STRING, der))));
    }

    private static byte[] ecParameters(byte[] der) {
        DerReader fields = new DerReader(der).enter(SEQUENCE);
        while (fields.hasMore()) {
            DerReader.Field field = fields.next();
            if (field.tag() == EC_PARAMETERS) {
                return field.content();
            }
        }
        throw new PemException("private key: EC key does not name its curve");
    }

    private static byte[] tlv(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length <= 0xFF) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
