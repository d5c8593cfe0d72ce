package io.djong.apiserver.discovery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Hashes by which clients know whether something changed.
public final class Hashes {

    private static final int STORAGE_HASH_BYTES = 8;

    private Hashes() {}

    /// In upper case, as upstream writes it.
    public static String sha512(byte[] body) {
        return HexFormat.of().withUpperCase().formatHex(digest("SHA-512", body));
    }

    /// Tells clients that two resources share their storage.
    static String storageVersion(String group, String version, String kind) {
        byte[] name =
                (group + "/" + version + "/" + kind)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOf(digest("SHA-256", name), STORAGE_HASH_BYTES));
    }

    private static byte[] digest(String algorithm, byte[] body) {
        try {
            return MessageDigest.getInstance(algorithm).digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has " + algorithm, impossible);
        }
    }
}
