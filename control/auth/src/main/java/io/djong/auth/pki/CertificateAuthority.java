package io.djong.auth.pki;

import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/// Signs certificates.
///
/// Bouncy Castle only writes the structures; the JDK signs them. Its provider and its operator tables would triple the
/// time to the first certificate.
///
/// @spec https://www.rfc-editor.org/rfc/rfc5280 Internet X.509 Public Key Infrastructure Certificate and CRL Profile
public final class CertificateAuthority {

    private static final ASN1ObjectIdentifier ECDSA_WITH_SHA256 =
            new ASN1ObjectIdentifier("1.2.840.10045.4.3.2");
    private static final ASN1ObjectIdentifier RSA_WITH_SHA256 =
            new ASN1ObjectIdentifier("1.2.840.113549.1.1.11");

    private final Identity authority;
    private final RandomGenerator random;

    public CertificateAuthority(Identity authority, RandomGenerator random) {
        this.authority = authority;
        this.random = random;
    }

    public X509Certificate certificate() {
        return authority.chain().getFirst();
    }

    /// A new authority that vouches for itself.
    static X509Certificate selfSigned(
            String commonName,
            PublicKey key,
            PrivateKey signer,
            Instant from,
            Instant until,
            RandomGenerator random) {
        try {
            X500Name name = CertificateNames.subject(commonName, List.of());
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            KeyUsage.digitalSignature
                                    | KeyUsage.keyEncipherment
                                    | KeyUsage.keyCertSign));
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            extensions.addExtension(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(key)));
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, commonName)));
            return sign(signer, name, name, key, from, until, extensions, random);
        } catch (GeneralSecurityException | IOException e) {
            throw new PkiException("issue the authority " + commonName, e);
        }
    }

    /// Issues `leaf` for the holder of a key; never valid longer than the authority.
    public X509Certificate issue(Leaf leaf, PublicKey key, Instant from, Instant until) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            extensions.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            switch (leaf.usage()) {
                                case SERVER -> KeyPurposeId.id_kp_serverAuth;
                                case CLIENT -> KeyPurposeId.id_kp_clientAuth;
                            }));
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            addAuthority(extensions);
            GeneralName[] names = CertificateNames.alternatives(leaf);
            if (names.length > 0) {
                extensions.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return sign(
                    authority.key(),
                    issuer(),
                    CertificateNames.subject(leaf.commonName(), leaf.organizations()),
                    key,
                    from,
                    earlier(until, certificate().getNotAfter().toInstant()),
                    extensions,
                    random);
        } catch (GeneralSecurityException | IOException e) {
            throw new PkiException("issue the certificate " + leaf.file(), e);
        }
    }

    /// Issues what a request asks for: its name, key and alternative names, for usages as the API names them.
    X509Certificate issue(
            CertificateRequest request, Set<String> usages, Instant from, Instant until) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            CertificateUsages.add(extensions, usages);
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            addAuthority(extensions);
            if (request.alternativeNames() != null) {
                extensions.addExtension(
                        Extension.subjectAlternativeName, false, request.alternativeNames());
            }
            return sign(
                    authority.key(),
                    issuer(),
                    request.subject(),
                    request.key(),
                    from,
                    earlier(until, certificate().getNotAfter().toInstant()),
                    extensions,
                    random);
        } catch (GeneralSecurityException | IOException e) {
            throw new PkiException("issue a certificate for " + request.commonName(), e);
        }
    }

    private X500Name issuer() {
        return X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
    }

    private void addAuthority(ExtensionsGenerator extensions)
            throws IOException, GeneralSecurityException {
        byte[] encoded = certificate().getExtensionValue("2.5.29.14");
        byte[] id =
                encoded == null
                        ? keyId(certificate().getPublicKey())
                        : SubjectKeyIdentifier.getInstance(
                                        DEROctetString.getInstance(encoded).getOctets())
                                .getKeyIdentifier();
        extensions.addExtension(
                Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(id));
    }

    private static X509Certificate sign(
            PrivateKey signer,
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            Instant from,
            Instant until,
            ExtensionsGenerator extensions,
            RandomGenerator random)
            throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = algorithm(signer);
        V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
        body.setSerialNumber(new ASN1Integer(serial(random)));
        body.setIssuer(issuer);
        body.setSubject(subject);
        body.setStartDate(new Time(Date.from(from)));
        body.setEndDate(new Time(Date.from(until)));
        body.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        body.setSignature(algorithm);
        body.setExtensions(extensions.generate());
        TBSCertificate unsigned = body.generateTBSCertificate();

        Signature signature = Signature.getInstance(signatureName(signer));
        signature.initSign(signer);
        signature.update(unsigned.getEncoded("DER"));
        byte[] der =
                new DERSequence(
                                new ASN1Encodable[] {
                                    unsigned, algorithm, new DERBitString(signature.sign())
                                })
                        .getEncoded("DER");
        return Pem.certificates(Pem.write("CERTIFICATE", der)).getFirst();
    }

    private static BigInteger serial(RandomGenerator random) {
        return BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE));
    }

    private static String signatureName(PrivateKey signer) {
        return switch (signer.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default ->
                    throw new PkiException(
                            "authority key: neither EC nor RSA but " + signer.getAlgorithm());
        };
    }

    private static AlgorithmIdentifier algorithm(PrivateKey signer) {
        return signatureName(signer).endsWith("RSA")
                ? new AlgorithmIdentifier(RSA_WITH_SHA256, DERNull.INSTANCE)
                : new AlgorithmIdentifier(ECDSA_WITH_SHA256);
    }

    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1")
                .digest(
                        SubjectPublicKeyInfo.getInstance(key.getEncoded())
                                .getPublicKeyData()
                                .getBytes());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
