package io.djong.auth.pki;

import io.djong.http.tls.Pem;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// New keys, and public keys as PEM.
public final class KeyPairs {

    private static final byte[] PROBE = {1, 2, 3};

    private KeyPairs() {}

    /// ECDSA over P-256: made in a millisecond, where RSA takes a hundred.
    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new PkiException("generate a key", e);
        }
    }

    /// All keys in the `PUBLIC KEY` blocks of a text.
    public static java.util.List<PublicKey> publicKeys(String pem) {
        return Pem.blocks(pem).stream()
                .filter(block -> block.label().equals("PUBLIC KEY"))
                .map(block -> publicKey(block.der()))
                .toList();
    }

    private static PublicKey publicKey(byte[] der) {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
        for (String algorithm : new String[] {"EC", "RSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(spec);
            } catch (GeneralSecurityException _) {
                // Of the other algorithm.
            }
        }
        throw new PkiException("public key: neither EC nor RSA");
    }

    /// Whether a private key belongs to a public one: what it signs, the other must accept.
    public static boolean match(PrivateKey secret, PublicKey open) {
        if (!secret.getAlgorithm().equals(open.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(
                            secret.getAlgorithm().equals("RSA")
                                    ? "SHA256withRSA"
                                    : "SHA256withECDSA");
            signature.initSign(secret);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (SignatureException | InvalidKeyException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new PkiException("compare a private and a public key", e);
        }
    }

    /// The public half of an RSA key, which contains it.
    static PublicKey publicOf(RSAPrivateCrtKey key) {
        try {
            BigInteger modulus = key.getModulus();
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new PkiException("derive a public key", e);
        }
    }
}
