package io.djong.auth.pki;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/// Whom a certificate stands for, as its structures say it.
final class CertificateNames {

    private static final ASN1ObjectIdentifier COMMON_NAME = new ASN1ObjectIdentifier("2.5.4.3");
    private static final ASN1ObjectIdentifier ORGANIZATION = new ASN1ObjectIdentifier("2.5.4.10");

    private CertificateNames() {}

    /// Organizations first, as Go writes them.
    static X500Name subject(String commonName, List<String> organizations) {
        List<ASN1Encodable> parts = new ArrayList<>();
        if (!organizations.isEmpty()) {
            ASN1Encodable[] values =
                    organizations.stream()
                            .map(value -> attribute(ORGANIZATION, value))
                            .toArray(ASN1Encodable[]::new);
            parts.add(new DERSet(values));
        }
        parts.add(new DERSet(attribute(COMMON_NAME, commonName)));
        return X500Name.getInstance(new DERSequence(parts.toArray(ASN1Encodable[]::new)));
    }

    private static ASN1Encodable attribute(ASN1ObjectIdentifier type, String value) {
        ASN1Encodable text =
                DERPrintableString.isPrintableString(value)
                        ? new DERPrintableString(value)
                        : new DERUTF8String(value);
        return new DERSequence(new ASN1Encodable[] {type, text});
    }

    static GeneralName[] alternatives(Leaf leaf) {
        List<GeneralName> names = new ArrayList<>();
        leaf.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        leaf.addresses()
                .forEach(address ->
                        names.add(
                                new GeneralName(
                                        GeneralName.iPAddress,
                                        new DEROctetString(Addresses.octets(address)))));
        return names.toArray(GeneralName[]::new);
    }
}
