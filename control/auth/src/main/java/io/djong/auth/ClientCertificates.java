package io.djong.auth;

import io.djong.meta.Clock;
import io.djong.meta.UserInfo;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Takes the user from a certificate that the cluster's authority signed: the common name is the user, organizations are groups.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates X.509 client certificates
public final class ClientCertificates implements Authenticator {

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    /// A connection asks with the same certificate again and again. More clients than this only cost the check.
    private static final int REMEMBERED_MAX = 2_000;

    private record Known(List<X509Certificate> authorities, Authentication answer) {}

    private final Supplier<List<X509Certificate>> authorities;
    private final Clock clock;
    private final Map<X509Certificate, Known> known = new ConcurrentHashMap<>();

    public ClientCertificates(Supplier<List<X509Certificate>> authorities, Clock clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        List<X509Certificate> chain = credentials.peerCertificates();
        if (chain.isEmpty()) {
            return Authentication.NONE;
        }
        X509Certificate leaf = chain.getFirst();
        Instant now = clock.now();
        if (now.isAfter(leaf.getNotAfter().toInstant())
                || now.isBefore(leaf.getNotBefore().toInstant())) {
            known.remove(leaf);
            return new Authentication.Invalid(
                    "x509: certificate has expired or is not yet valid: " + leaf.getNotAfter());
        }
        List<X509Certificate> trusted = authorities.get();
        Known before = known.get(leaf);
        if (before != null && before.authorities().equals(trusted)) {
            return before.answer();
        }
        Authentication answer = verify(chain, trusted, now);
        if (answer instanceof Authentication.Authenticated) {
            if (known.size() >= REMEMBERED_MAX) {
                known.clear();
            }
            known.put(leaf, new Known(trusted, answer));
        }
        return answer;
    }

    private static Authentication verify(
            List<X509Certificate> chain, List<X509Certificate> trusted, Instant now) {
        X509Certificate leaf = chain.getFirst();
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            if (usages != null && !usages.contains(CLIENT_AUTH) && !usages.contains(ANY_USAGE)) {
                return new Authentication.Invalid(
                        "x509: certificate specifies an incompatible key usage");
            }
            Set<TrustAnchor> anchors =
                    trusted.stream()
                            .map(certificate -> new TrustAnchor(certificate, null))
                            .collect(Collectors.toSet());
            if (anchors.isEmpty()) {
                return Authentication.NONE;
            }
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(
                                            chain.stream()
                                                    .filter(one -> !trusted.contains(one))
                                                    .toList()),
                            parameters);
            return user(leaf);
        } catch (CertPathValidatorException e) {
            return new Authentication.Invalid("x509: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            return new Authentication.Invalid(
                    "x509: certificate not understood: " + e.getMessage());
        }
    }

    private static Authentication user(X509Certificate leaf) throws GeneralSecurityException {
        DistinguishedName subject = DistinguishedName.of(leaf.getSubjectX500Principal());
        if (subject.commonName().isEmpty()) {
            return Authentication.NONE;
        }
        byte[] print = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
        return new Authentication.Authenticated(
                new UserInfo(
                        subject.commonName(),
                        "",
                        subject.organizations(),
                        Map.of(
                                "authentication.kubernetes.io/credential-id",
                                List.of("X509SHA256=" + HexFormat.of().formatHex(print)))));
    }
}
