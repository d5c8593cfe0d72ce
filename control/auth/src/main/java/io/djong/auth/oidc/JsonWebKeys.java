package io.djong.auth.oidc;

import io.djong.meta.tree.Fields;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Reads public keys as issuers publish them.
///
/// @spec https://www.rfc-editor.org/rfc/rfc7517 JSON Web Key
final class JsonWebKeys {

    private JsonWebKeys() {}

    /// Null for a sort of key that cannot verify here.
    static @Nullable PublicKey parse(Fields key) {
        try {
            return switch (key.string("kty")) {
                case "RSA" ->
                        KeyFactory.getInstance("RSA")
                                .generatePublic(
                                        new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
                case "EC" -> {
                    String curve = curve(key.string("crv"));
                    if (curve == null) {
                        yield null;
                    }
                    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
                    parameters.init(new ECGenParameterSpec(curve));
                    yield KeyFactory.getInstance("EC")
                            .generatePublic(
                                    new ECPublicKeySpec(
                                            new ECPoint(number(key, "x"), number(key, "y")),
                                            parameters.getParameterSpec(ECParameterSpec.class)));
                }
                default -> null;
            };
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            // One broken key must not cost the issuer's others.
            return null;
        }
    }

    private static @Nullable String curve(String name) {
        return switch (name) {
            case "P-256" -> "secp256r1";
            case "P-384" -> "secp384r1";
            case "P-521" -> "secp521r1";
            default -> null;
        };
    }

    private static BigInteger number(Fields key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.string(name)));
    }
}
