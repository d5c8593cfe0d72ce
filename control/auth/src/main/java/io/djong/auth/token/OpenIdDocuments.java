package io.djong.auth.token;

import io.djong.meta.tree.Fields;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/// What others need to verify tokens of service accounts.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery Service account issuer discovery
public final class OpenIdDocuments {

    private static final int P256_OCTETS = 32;

    private OpenIdDocuments() {}

    /// `/.well-known/openid-configuration`.
    ///
    /// @param jwksUri `https://<address>:<port>/openid/v1/jwks`
    public static Fields configuration(String issuer, String jwksUri, List<PublicKey> keys) {
        return Fields.builder()
                .add("issuer", issuer)
                .add("jwks_uri", jwksUri)
                .add("response_types_supported", List.of("id_token"))
                .add("subject_types_supported", List.of("public"))
                .add(
                        "id_token_signing_alg_values_supported",
                        List.copyOf(keys.stream().map(Jwt::algorithm).distinct().sorted().toList()))
                .build();
    }

    /// `/openid/v1/jwks`, of type `application/jwk-set+json`.
    public static Fields keys(List<PublicKey> keys) {
        return Fields.of("keys", keys.stream().map(OpenIdDocuments::key).toList());
    }

    private static Fields key(PublicKey key) {
        Fields.Builder document = Fields.builder().add("use", "sig");
        switch (key) {
            case RSAPublicKey rsa ->
                    document.add("kty", "RSA")
                            .add("kid", Jwt.keyId(key))
                            .add("alg", Jwt.algorithm(key))
                            .add("n", number(rsa.getModulus(), 0))
                            .add("e", number(rsa.getPublicExponent(), 0));
            case ECPublicKey ec ->
                    document.add("kty", "EC")
                            .add("kid", Jwt.keyId(key))
                            .add("crv", "P-256")
                            .add("alg", Jwt.algorithm(key))
                            .add("x", number(ec.getW().getAffineX(), P256_OCTETS))
                            .add("y", number(ec.getW().getAffineY(), P256_OCTETS));
            default ->
                    throw new IllegalArgumentException(
                            "token key: neither RSA nor EC but " + key.getAlgorithm());
        }
        return document.build();
    }

    /// Big-endian without a sign octet, filled up to `octets`.
    private static String number(BigInteger number, int octets) {
        byte[] bytes = number.toByteArray();
        int skip = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        int length = bytes.length - skip;
        byte[] plain = new byte[Math.max(octets, length)];
        System.arraycopy(bytes, skip, plain, plain.length - length, length);
        return Jwt.encode(plain);
    }
}
