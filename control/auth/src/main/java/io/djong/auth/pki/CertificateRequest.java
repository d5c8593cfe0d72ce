package io.djong.auth.pki;

import io.djong.http.tls.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/// What somebody wants certified: a name and a key, signed with that key.
///
/// @param dnsNames and the following: the alternative names by type
/// @spec https://www.rfc-editor.org/rfc/rfc2986 PKCS #10
public record CertificateRequest(
        X500Name subject,
        String commonName,
        List<String> organizations,
        PublicKey key,
        List<String> dnsNames,
        List<String> emailAddresses,
        List<String> uris,
        List<GeneralName> addresses,
        @Nullable GeneralNames alternativeNames) {

    private static final ASN1ObjectIdentifier COMMON_NAME = new ASN1ObjectIdentifier("2.5.4.3");
    private static final ASN1ObjectIdentifier ORGANIZATION = new ASN1ObjectIdentifier("2.5.4.10");

    private static final Map<String, String> SIGNATURES =
            Map.of(
                    "1.2.840.113549.1.1.11", "SHA256withRSA",
                    "1.2.840.113549.1.1.12", "SHA384withRSA",
                    "1.2.840.113549.1.1.13", "SHA512withRSA",
                    "1.2.840.10045.4.3.2", "SHA256withECDSA",
                    "1.2.840.10045.4.3.3", "SHA384withECDSA",
                    "1.2.840.10045.4.3.4", "SHA512withECDSA",
                    "1.3.101.112", "Ed25519");

    /// @throws PkiException if it is no such request, or not signed with its own key
    public static CertificateRequest parse(String pem) {
        byte[] der =
                Pem.blocks(pem).stream()
                        .filter(block -> block.label().equals("CERTIFICATE REQUEST"))
                        .findFirst()
                        .orElseThrow(() ->
                                new PkiException("PEM block type must be CERTIFICATE REQUEST"))
                        .der();
        try {
            return of(CertificationRequest.getInstance(der));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new PkiException("certificate request: " + e.getMessage(), e);
        }
    }

    private static CertificateRequest of(CertificationRequest request)
            throws GeneralSecurityException, IOException {
        var info = request.getCertificationRequestInfo();
        PublicKey key =
                KeyPairs.publicKeys(
                                Pem.write(
                                        "PUBLIC KEY",
                                        info.getSubjectPublicKeyInfo().getEncoded("DER")))
                        .getFirst();
        verify(request, key);
        X500Name subject = info.getSubject();
        GeneralNames names = alternativeNames(request);
        return new CertificateRequest(
                subject,
                String.join("", values(subject, COMMON_NAME)),
                values(subject, ORGANIZATION),
                key,
                texts(names, GeneralName.dNSName),
                texts(names, GeneralName.rfc822Name),
                texts(names, GeneralName.uniformResourceIdentifier),
                names == null ? List.of() : ofType(names, GeneralName.iPAddress),
                names);
    }

    private static void verify(CertificationRequest request, PublicKey key)
            throws GeneralSecurityException, IOException {
        String oid = request.getSignatureAlgorithm().getAlgorithm().getId();
        String algorithm = SIGNATURES.get(oid);
        if (algorithm == null) {
            throw new PkiException("certificate request: signature algorithm unknown: " + oid);
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(request.getCertificationRequestInfo().getEncoded("DER"));
        if (!signature.verify(request.getSignature().getOctets())) {
            throw new PkiException("certificate request: not signed with its own key");
        }
    }

    private static List<String> values(X500Name name, ASN1ObjectIdentifier type) {
        List<String> values = new ArrayList<>();
        for (RDN part : name.getRDNs()) {
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                if (attribute.getType().equals(type)
                        && attribute.getValue() instanceof ASN1String text) {
                    values.add(text.getString());
                }
            }
        }
        return List.copyOf(values);
    }

    private static @Nullable GeneralNames alternativeNames(CertificationRequest request) {
        var attributes = request.getCertificationRequestInfo().getAttributes();
        for (int i = 0; attributes != null && i < attributes.size(); i++) {
            Attribute attribute = Attribute.getInstance(attributes.getObjectAt(i));
            if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                Extensions extensions =
                        Extensions.getInstance(attribute.getAttrValues().getObjectAt(0));
                return GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
            }
        }
        return null;
    }

    private static List<GeneralName> ofType(GeneralNames names, int type) {
        List<GeneralName> found = new ArrayList<>();
        for (GeneralName name : names.getNames()) {
            if (name.getTagNo() == type) {
                found.add(name);
            }
        }
        return List.copyOf(found);
    }

    private static List<String> texts(@Nullable GeneralNames names, int type) {
        return names == null
                ? List.of()
                : ofType(names, type).stream()
                        .map(name ->
                                name.getName() instanceof ASN1String text
                                        ? text.getString()
                                        : name.getName().toString())
                        .toList();
    }
}
