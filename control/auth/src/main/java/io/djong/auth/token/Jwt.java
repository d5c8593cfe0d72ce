package io.djong.auth.token;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.util.Base64;
import java.util.Optional;

/// A signed token in compact form. Signs and verifies as far as service accounts need it: RS256 and ES256.
///
/// @param signed the text that the signature is of
/// @spec https://www.rfc-editor.org/rfc/rfc7519 JSON Web Token
@SuppressWarnings("ArrayRecordComponent")
public record Jwt(Fields header, Fields claims, String signed, byte[] signature) {

    /// More than any token that this API server or another one issues; keeps parsing cheap.
    private static final int LENGTH_MAX = 32 * 1024;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /// Empty for what is no such token.
    public static Optional<Jwt> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || token.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Jwt(
                            Json.parseObject(DECODER.decode(parts[0])),
                            Json.parseObject(DECODER.decode(parts[1])),
                            parts[0] + "." + parts[1],
                            DECODER.decode(parts[2])));
        } catch (IllegalArgumentException | DecodeException _) {
            return Optional.empty();
        }
    }

    static String sign(Fields claims, PrivateKey key, String keyId) {
        Fields header = Fields.of("alg", algorithm(key.getAlgorithm()), "kid", keyId);
        String signed = encode(Json.write(header)) + "." + encode(Json.write(claims));
        try {
            Signature signature = Signature.getInstance(signatureName(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sign a token", e);
        }
    }

    boolean isSignedBy(PublicKey key) {
        // The algorithm is the key's, never the token's own word for it.
        if (!header.string("alg").equals(algorithm(key.getAlgorithm()))) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(signatureName(key.getAlgorithm()));
            verifier.initVerify(key);
            verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(signature);
        } catch (SignatureException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verify a token", e);
        }
    }

    /// As in `alg` and in discovery.
    static String algorithm(PublicKey key) {
        return algorithm(key.getAlgorithm());
    }

    private static String algorithm(String keyAlgorithm) {
        return keyAlgorithm.equals("EC") ? "ES256" : "RS256";
    }

    private static String signatureName(String keyAlgorithm) {
        return keyAlgorithm.equals("EC") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA";
    }

    /// How upstream names a key: the hash of its public half.
    static String keyId(PublicKey key) {
        try {
            return encode(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("name a key", e);
        }
    }

    /// Whether a key can sign or verify tokens here.
    static boolean isUsable(PublicKey key) {
        return key.getAlgorithm().equals("RSA")
                || (key instanceof ECKey ec && ec.getParams().getOrder().bitLength() == 256);
    }

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
