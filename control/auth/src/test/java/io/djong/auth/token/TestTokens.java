package io.djong.auth.token;

import io.djong.meta.tree.Fields;
import java.security.KeyPair;

/// Tokens as an issuer signs them.
public final class TestTokens {

    private TestTokens() {}

    public static String sign(Fields claims, KeyPair keys) {
        return Jwt.sign(claims, keys.getPrivate(), Jwt.keyId(keys.getPublic()));
    }
}
