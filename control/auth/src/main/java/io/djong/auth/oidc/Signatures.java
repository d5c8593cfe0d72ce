package io.djong.auth.oidc;

import io.djong.auth.token.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/// Verifies signatures by the algorithms that issuers use.
///
/// @spec https://www.rfc-editor.org/rfc/rfc7518#section-3 JSON Web Algorithms
final class Signatures {

    private Signatures() {}

    /// Whether the key is of the algorithm's sort and made the token's signature.
    static boolean isGood(Jwt jwt, String algorithm, PublicKey key) {
        String sort = algorithm.startsWith("ES") ? "EC" : "RSA";
        if (!key.getAlgorithm().equals(sort)) {
            return false;
        }
        String bits = algorithm.substring(2);
        try {
            Signature verifier =
                    Signature.getInstance(
                            switch (algorithm.substring(0, 2)) {
                                case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
                                case "PS" -> "RSASSA-PSS";
                                default -> "SHA" + bits + "withRSA";
                            });
            if (algorithm.startsWith("PS")) {
                verifier.setParameter(
                        new PSSParameterSpec(
                                "SHA-" + bits,
                                "MGF1",
                                new MGF1ParameterSpec("SHA-" + bits),
                                Integer.parseInt(bits) / Byte.SIZE,
                                PSSParameterSpec.TRAILER_FIELD_BC));
            }
            verifier.initVerify(key);
            verifier.update(jwt.signed().getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(jwt.signature());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("verify a token", impossible);
        }
    }
}
