package io.djong.auth.pki;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// What a certificate may be used for, from the API's names to the bits and identifiers of X.509.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/ CertificateSigningRequest
final class CertificateUsages {

    private static final Map<String, Integer> KEY_USAGES =
            Map.of(
                    "signing", KeyUsage.digitalSignature,
                    "digital signature", KeyUsage.digitalSignature,
                    "content commitment", KeyUsage.nonRepudiation,
                    "key encipherment", KeyUsage.keyEncipherment,
                    "data encipherment", KeyUsage.dataEncipherment,
                    "key agreement", KeyUsage.keyAgreement,
                    "cert sign", KeyUsage.keyCertSign,
                    "crl sign", KeyUsage.cRLSign,
                    "encipher only", KeyUsage.encipherOnly,
                    "decipher only", KeyUsage.decipherOnly);

    private static final Map<String, String> PURPOSES =
            Map.of(
                    "any", "2.5.29.37.0",
                    "server auth", "1.3.6.1.5.5.7.3.1",
                    "client auth", "1.3.6.1.5.5.7.3.2",
                    "code signing", "1.3.6.1.5.5.7.3.3",
                    "email protection", "1.3.6.1.5.5.7.3.4",
                    "s/mime", "1.3.6.1.5.5.7.3.4",
                    "timestamping", "1.3.6.1.5.5.7.3.8",
                    "ocsp signing", "1.3.6.1.5.5.7.3.9");

    private CertificateUsages() {}

    static void add(ExtensionsGenerator extensions, Set<String> usages) throws IOException {
        int bits = 0;
        List<KeyPurposeId> purposes = new ArrayList<>();
        for (String usage : usages) {
            bits |= KEY_USAGES.getOrDefault(usage, 0);
            String purpose = PURPOSES.get(usage);
            if (purpose != null) {
                purposes.add(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose)));
            }
        }
        if (bits != 0) {
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        }
        if (!purposes.isEmpty()) {
            extensions.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
    }
}
