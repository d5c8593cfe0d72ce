package io.djong.auth.pki;

import io.djong.api.certificates.v1.CertificateSigningRequest;
import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// The four built-in signers: decides whether a request is theirs and in order, and signs it. Texts are those of
/// Kubernetes 1.36.
///
/// Approval is not asked here: whoever calls has seen the condition `Approved`.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers Kubernetes signers
public final class RequestSigner {

    private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    private static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    private static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
    private static final String LEGACY = "kubernetes.io/legacy-unknown";

    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(365);
    private static final Duration LIFETIME_MIN = Duration.ofMinutes(10);
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    /// Below this the five minutes matter, and are not taken from the end.
    private static final Duration SHORT = Duration.ofHours(8);

    private static final Set<String> CLIENT_USAGES =
            Set.of("digital signature", "key encipherment", "client auth");

    /// What became of a request.
    public sealed interface Outcome {

        /// @param certificate PEM, for `status.certificate`
        record Signed(String certificate) implements Outcome {}

        /// For a condition `Failed`.
        record Failed(String reason, String message) implements Outcome {}
    }

    /// What a requestor must be allowed to create for a request to be approved without a human.
    ///
    /// @param subresource of `certificatesigningrequests`
    /// @param message of the condition `Approved`, whose reason is `AutoApproved`
    public record AutoApproval(String subresource, String message) {}

    private final CertificateAuthority authority;
    private final Clock clock;

    public RequestSigner(Identity authority, Clock clock, RandomGenerator random) {
        this.authority = new CertificateAuthority(authority, random);
        this.clock = clock;
    }

    /// Empty when the request is for another signer.
    public Optional<Outcome> sign(CertificateSigningRequest wanted) {
        String signer = wanted.spec().signerName();
        if (!Set.of(CLIENT, KUBELET_CLIENT, KUBELET_SERVING, LEGACY).contains(signer)) {
            return Optional.empty();
        }
        CertificateRequest request;
        try {
            request = parse(wanted);
        } catch (PkiException e) {
            return Optional.of(
                    new Outcome.Failed("SignerValidationFailure", String.valueOf(e.getMessage())));
        }
        Set<String> usages = new TreeSet<>(wanted.spec().usages());
        Optional<String> objection =
                switch (signer) {
                    case CLIENT -> objectionToClient(usages);
                    case KUBELET_CLIENT -> objectionToKubeletClient(request, usages);
                    case KUBELET_SERVING -> objectionToKubeletServing(request, usages);
                    default -> Optional.empty();
                };
        return Optional.of(
                objection
                        .<Outcome>map(why -> new Outcome.Failed("SignerValidationFailure", why))
                        .orElseGet(() -> new Outcome.Signed(certificate(wanted, request, usages))));
    }

    private static CertificateRequest parse(CertificateSigningRequest wanted) {
        return CertificateRequest.parse(
                new String(wanted.spec().request(), StandardCharsets.UTF_8));
    }

    private String certificate(
            CertificateSigningRequest wanted, CertificateRequest request, Set<String> usages) {
        Duration lifetime = lifetime(wanted.spec().fields());
        Instant now = clock.now();
        Instant end =
                lifetime.compareTo(SHORT) < 0
                        ? now.plus(lifetime)
                        : now.plus(lifetime).minus(BACKDATED);
        X509Certificate certificate = authority.issue(request, usages, now.minus(BACKDATED), end);
        return Pem.write(certificate);
    }

    private static Duration lifetime(Fields spec) {
        if (!(spec.value("expirationSeconds") instanceof Number seconds)) {
            return DEFAULT_LIFETIME;
        }
        Duration asked = Duration.ofSeconds(seconds.longValue());
        if (asked.compareTo(DEFAULT_LIFETIME) > 0) {
            return DEFAULT_LIFETIME;
        }
        return asked.compareTo(LIFETIME_MIN) < 0 ? LIFETIME_MIN : asked;
    }

    private static Optional<String> objectionToClient(Set<String> usages) {
        for (String usage : usages) {
            if (!CLIENT_USAGES.contains(usage)) {
                return Optional.of("invalid usage for client certificate: " + usage);
            }
        }
        return usages.contains("client auth")
                ? Optional.empty()
                : Optional.of("missing required usage for client certificate: client auth");
    }

    private static Optional<String> objectionToKubeletClient(
            CertificateRequest request, Set<String> usages) {
        if (!request.organizations().equals(List.of("system:nodes"))) {
            return Optional.of("subject organization is not system:nodes");
        }
        if (!request.dnsNames().isEmpty()) {
            return Optional.of("DNS subjectAltNames are not allowed");
        }
        if (!request.emailAddresses().isEmpty()) {
            return Optional.of("Email subjectAltNames are not allowed");
        }
        if (!request.addresses().isEmpty()) {
            return Optional.of("IP subjectAltNames are not allowed");
        }
        if (!request.uris().isEmpty()) {
            return Optional.of("URI subjectAltNames are not allowed");
        }
        if (!request.commonName().startsWith("system:node:")) {
            return Optional.of("subject common name does not begin with system:node:");
        }
        return objectionToUsages(usages, "client auth");
    }

    private static Optional<String> objectionToKubeletServing(
            CertificateRequest request, Set<String> usages) {
        if (!request.organizations().equals(List.of("system:nodes"))) {
            return Optional.of("subject organization is not system:nodes");
        }
        if (request.dnsNames().isEmpty() && request.addresses().isEmpty()) {
            return Optional.of("DNS or IP subjectAltName is required");
        }
        if (!request.emailAddresses().isEmpty()) {
            return Optional.of("Email subjectAltNames are not allowed");
        }
        if (!request.uris().isEmpty()) {
            return Optional.of("URI subjectAltNames are not allowed");
        }
        Optional<String> objection = objectionToUsages(usages, "server auth");
        if (objection.isPresent()) {
            return objection;
        }
        return request.commonName().startsWith("system:node:")
                ? Optional.empty()
                : Optional.of("subject common name does not begin with system:node:");
    }

    /// Keys other than RSA encipher nothing, so that usage may be left out.
    private static Optional<String> objectionToUsages(Set<String> usages, String purpose) {
        Set<String> full = new TreeSet<>(Set.of("digital signature", "key encipherment", purpose));
        Set<String> withoutRsa = Set.of("digital signature", purpose);
        return usages.equals(full) || usages.equals(withoutRsa)
                ? Optional.empty()
                : Optional.of("usages did not match [" + String.join(" ", full) + "]");
    }

    /// What may approve a request by itself, in the order in which it is to be tried; empty when a human has to.
    ///
    /// @spec https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#approval Approval
    public static List<AutoApproval> autoApprovals(CertificateSigningRequest wanted) {
        if (!wanted.spec().signerName().equals(KUBELET_CLIENT)) {
            return List.of();
        }
        CertificateRequest request;
        try {
            request = parse(wanted);
        } catch (PkiException _) {
            // The signer will say what is wrong with it, once somebody has approved it.
            return List.of();
        }
        Set<String> usages = new TreeSet<>(wanted.spec().usages());
        if (objectionToKubeletClient(request, usages).isPresent()) {
            return List.of();
        }
        AutoApproval ofAny =
                new AutoApproval(
                        "nodeclient",
                        "Auto approving kubelet client certificate after SubjectAccessReview.");
        AutoApproval ofSelf =
                new AutoApproval(
                        "selfnodeclient",
                        "Auto approving self kubelet client certificate after SubjectAccessReview.");
        return wanted.spec().username().equals(request.commonName())
                ? List.of(ofSelf, ofAny)
                : List.of(ofAny);
    }
}
