package io.djong.auth.pki;

import io.djong.http.tls.Pem;
import java.security.KeyPair;
import java.security.Signature;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// Certificate requests as clients make them.
public final class TestRequests {

    private TestRequests() {}

    /// @param dnsName an alternative name, or ""
    public static String pem(String subject, String dnsName) {
        try {
            KeyPair pair = KeyPairs.generate();
            CertificationRequestInfo info =
                    new CertificationRequestInfo(
                            new X500Name(subject),
                            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
                            dnsName.isEmpty() ? new DERSet() : new DERSet(names(dnsName)));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(info.getEncoded("DER"));
            return Pem.write(
                    "CERTIFICATE REQUEST",
                    new DERSequence(
                                    new ASN1Encodable[] {
                                        info,
                                        new AlgorithmIdentifier(
                                                new ASN1ObjectIdentifier("1.2.840.10045.4.3.2")),
                                        new DERBitString(signature.sign())
                                    })
                            .getEncoded("DER"));
        } catch (java.security.GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("make a request", e);
        }
    }

    private static Attribute names(String dnsName) throws java.io.IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
        return new Attribute(
                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                new DERSet(extensions.generate()));
    }
}
