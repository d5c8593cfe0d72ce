package io.djong.http;

import io.djong.http.tls.Identity;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority for one test.
final class TestAuthority {

    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2120-01-01T00:00:00Z");

    private final KeyPair keys = ecKeys();
    private final X500Name name;
    private final AtomicLong serial = new AtomicLong(1);
    private final X509Certificate certificate;

    TestAuthority(String commonName) {
        this.name = new X500Name("CN=" + commonName);
        this.certificate = sign(name, keys, true);
    }

    List<X509Certificate> certificates() {
        return List.of(certificate);
    }

    /// For servers on loopback.
    Identity server() {
        return identity("CN=localhost");
    }

    Identity identity(String subject) {
        KeyPair own = ecKeys();
        return new Identity(
                own.getPrivate(), List.of(sign(new X500Name(subject), own, false), certificate));
    }

    private X509Certificate sign(X500Name subject, KeyPair subjectKeys, boolean isAuthority) {
        try {
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.valueOf(serial.getAndIncrement()),
                                    Date.from(BEGIN),
                                    Date.from(END),
                                    subject,
                                    subjectKeys.getPublic())
                            .addExtension(
                                    Extension.basicConstraints,
                                    true,
                                    new BasicConstraints(isAuthority))
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(
                                            new GeneralName[] {
                                                new GeneralName(GeneralName.dNSName, "localhost"),
                                                new GeneralName(
                                                        GeneralName.dNSName, "kubernetes.default"),
                                                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                                            }));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new AssertionError("sign certificate", e);
        }
    }

    private static KeyPair ecKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("make keys", e);
        }
    }
}
