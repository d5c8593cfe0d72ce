package io.djong.apiserver.legacy;

import io.djong.apiserver.resources.Trees;
import io.djong.auth.pki.CertificateRequest;
import io.djong.auth.pki.PkiException;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Guesses who is to sign a request that does not say.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers Kubernetes signers
final class KubeletRequests {

    private static final Set<String> SIGNATURE = Set.of("digital signature");
    private static final Set<String> ENCIPHERMENT = Set.of("digital signature", "key encipherment");

    private KubeletRequests() {}

    /// @param unknown the answer for requests that are not of a kubelet
    static String signer(Fields spec, String unknown) {
        CertificateRequest request;
        try {
            byte[] pem = Base64.getDecoder().decode(spec.string("request"));
            request = CertificateRequest.parse(new String(pem, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException | PkiException malformed) {
            // Validation says so.
            return unknown;
        }
        Set<String> usages = Set.copyOf(Trees.texts(spec, "usages"));
        boolean ofNode =
                request.organizations().equals(List.of("system:nodes"))
                        && request.commonName().startsWith("system:node:")
                        && request.emailAddresses().isEmpty()
                        && request.uris().isEmpty();
        boolean isPlaced = !request.dnsNames().isEmpty() || !request.addresses().isEmpty();
        if (ofNode && !isPlaced && isFor(usages, "client auth")) {
            return "kubernetes.io/kube-apiserver-client-kubelet";
        }
        if (ofNode && isPlaced && isFor(usages, "server auth")) {
            return "kubernetes.io/kubelet-serving";
        }
        return unknown;
    }

    private static boolean isFor(Set<String> usages, String purpose) {
        return usages.contains(purpose)
                && List.of(SIGNATURE, ENCIPHERMENT).stream()
                        .anyMatch(others ->
                                usages.size() == others.size() + 1 && usages.containsAll(others));
    }
}
