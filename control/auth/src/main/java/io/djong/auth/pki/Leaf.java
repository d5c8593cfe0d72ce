package io.djong.auth.pki;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a certificate shall say.
///
/// @param file name of the files without `.crt` and `.key`
/// @param organizations its groups, as Kubernetes reads them
/// @param dnsNames and `addresses`: whom it stands for; empty for clients
public record Leaf(
        String file,
        String commonName,
        List<String> organizations,
        Usage usage,
        List<String> dnsNames,
        List<String> addresses) {

    public enum Usage {
        SERVER,
        CLIENT
    }

    /// The subject alternative name types of RFC 5280.
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    public static Leaf client(String file, String commonName, String... organizations) {
        return new Leaf(
                file, commonName, List.of(organizations), Usage.CLIENT, List.of(), List.of());
    }

    /// Whether a certificate stands for every name and address that this one shall stand for.
    boolean isCoveredBy(X509Certificate certificate) {
        Set<String> covered = alternativeNames(certificate);
        return covered.containsAll(dnsNames)
                && covered.containsAll(addresses.stream().map(Addresses::canonical).toList());
    }

    private static Set<String> alternativeNames(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            if (entries == null) {
                return names;
            }
            for (List<?> entry : entries) {
                int type = (Integer) entry.get(0);
                if (type == DNS_NAME) {
                    names.add((String) entry.get(1));
                } else if (type == IP_ADDRESS) {
                    names.add(Addresses.canonical((String) entry.get(1)));
                }
            }
            return names;
        } catch (CertificateParsingException e) {
            throw new PkiException("read the names in a certificate", e);
        }
    }
}
