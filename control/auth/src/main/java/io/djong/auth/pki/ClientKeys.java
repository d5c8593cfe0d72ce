package io.djong.auth.pki;

import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.util.HexFormat;

/// Private keys of clients as the clients can read them.
///
/// Some, fabric8's among them, take every `PRIVATE KEY` block for RSA; an elliptic key must come in an `EC PRIVATE KEY` block.
///
/// @spec https://www.rfc-editor.org/rfc/rfc5915 Elliptic Curve Private Key Structure
final class ClientKeys {

    private static final int P256_BYTES = 32;

    /// The encoding of a P-256 public key ends in `04 || x || y`.
    private static final int POINT_BYTES = 1 + 2 * P256_BYTES;

    /// SEQUENCE of 119 bytes, version 1, OCTET STRING of 32 bytes.
    private static final byte[] HEAD = HexFormat.of().parseHex("30770201010420");

    /// [0] the curve's name, then [1] BIT STRING of 65 bytes.
    private static final byte[] MIDDLE =
            HexFormat.of().parseHex("a00a06082a8648ce3d030107a144034200");

    private ClientKeys() {}

    /// The key of `user`: SEC 1 for P-256, PKCS #8 for all others.
    static String write(Identity user) {
        if (user.key() instanceof ECPrivateKey key
                && key.getParams().getOrder().bitLength() == P256_BYTES * Byte.SIZE) {
            return Pem.write("EC PRIVATE KEY", sec1(key, user.chain().getFirst().getPublicKey()));
        }
        return Pem.write(user.key());
    }

    private static byte[] sec1(ECPrivateKey key, PublicKey publicKey) {
        byte[] subject = publicKey.getEncoded();
        return ByteBuffer.allocate(HEAD.length + P256_BYTES + MIDDLE.length + POINT_BYTES)
                .put(HEAD)
                .put(fixed(key))
                .put(MIDDLE)
                .put(subject, subject.length - POINT_BYTES, POINT_BYTES)
                .array();
    }

    /// The number without a sign byte, with leading zeros.
    private static byte[] fixed(ECPrivateKey key) {
        byte[] number = key.getS().toByteArray();
        byte[] fixed = new byte[P256_BYTES];
        int length = Math.min(number.length, P256_BYTES);
        System.arraycopy(number, number.length - length, fixed, P256_BYTES - length, length);
        return fixed;
    }
}
