package io.djong.http.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and writes the PEM files of keys and certificates.
///
/// @spec https://www.rfc-editor.org/rfc/rfc7468 Textual Encodings of PKIX, PKCS, and CMS Structures
public final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private static final int LINE_LENGTH = 64;

    /// One block: its label and its bytes.
    @SuppressWarnings("ArrayRecordComponent")
    public record Block(String label, byte[] der) {}

    private Pem() {}

    /// All blocks in order; text between them is ignored.
    public static List<Block> blocks(String pem) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            blocks.add(
                    new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
        }
        return blocks;
    }

    /// All certificates in order, at least one.
    ///
    /// @throws PemException when there is none or one is broken
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw new PemException("certificate: no CERTIFICATE block found");
        }
        return List.copyOf(certificates);
    }

    /// The first private key: PKCS#8, PKCS#1 RSA or SEC1 EC, not encrypted.
    ///
    /// @throws PemException when there is none or it is broken
    public static PrivateKey privateKey(String pem) {
        for (Block block : blocks(pem)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return PrivateKeys.ofPkcs8(block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return PrivateKeys.ofPkcs1(block.der());
                }
                case "EC PRIVATE KEY" -> {
                    return PrivateKeys.ofSec1(block.der());
                }
                default -> {}
            }
        }
        throw new PemException("private key: no unencrypted PRIVATE KEY block found");
    }

    public static String write(Certificate certificate) {
        try {
            return write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new PemException("write certificate", e);
        }
    }

    /// As PKCS#8.
    public static String write(PrivateKey key) {
        return write("PRIVATE KEY", key.getEncoded());
    }

    public static String write(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new PemException("parse certificate", e);
        }
    }
}
