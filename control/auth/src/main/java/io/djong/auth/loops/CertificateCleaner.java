package io.djong.auth.loops;

import io.djong.api.certificates.v1.CertificateSigningRequest;
import io.djong.api.certificates.v1.CertificateSigningRequestCondition;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Informers;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.http.tls.Pem;
import io.djong.http.tls.PemException;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Removes requests for certificates that nobody needs any more. Keys are certificate signing requests.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#request-signing-process Request signing process
public final class CertificateCleaner implements Reconciler<ObjectKey> {

    public static final String NAME = "certificatesigningrequest-cleaner-controller";

    private static final int WORKERS = 1;

    /// How long what has been decided stays, for those who still wait for it.
    private static final Duration DECIDED = Duration.ofHours(1);

    private static final Duration UNDECIDED = Duration.ofHours(24);

    private final Lister<CertificateSigningRequest> requests;
    private final Client client;
    private final Clock clock;

    private CertificateCleaner(
            Lister<CertificateSigningRequest> requests, Client client, Clock clock) {
        this.requests = requests;
        this.client = client;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(
            Controller.Builder<ObjectKey> builder, Informers informers, Clock clock) {
        return builder.build(
                new CertificateCleaner(
                        informers.of(CertificateSigningRequest.KIND), builder.client(), clock),
                Watches.of(CertificateSigningRequest.KIND),
                WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        CertificateSigningRequest request = requests.find(key).orElse(null);
        Optional<Instant> end = request == null ? Optional.empty() : end(request);
        if (request == null || end.isEmpty()) {
            return Outcome.settled();
        }
        Duration left = Duration.between(clock.now(), end.get());
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        client.deleteIfThere(
                CertificateSigningRequest.KIND, key, DeleteOptions.PLAIN.only(request.uid()));
        return Outcome.settled();
    }

    /// When the first reason to remove it comes; empty while somebody still has to act.
    private static Optional<Instant> end(CertificateSigningRequest request) {
        byte[] certificate = request.status().certificate();
        Optional<Instant> end = certificate.length > 0 ? expiry(certificate) : Optional.empty();
        if (certificate.length == 0 && request.status().conditions().isEmpty()) {
            Instant created = request.metadata().creationTimestamp();
            return Optional.ofNullable(created).map(time -> time.plus(UNDECIDED));
        }
        for (CertificateSigningRequestCondition condition : request.status().conditions()) {
            boolean isOver =
                    switch (condition.type()) {
                        case "Approved" -> certificate.length > 0;
                        case "Denied", "Failed" -> true;
                        default -> false;
                    };
            Instant since = condition.lastUpdateTime();
            if (isOver && since != null) {
                Instant candidate = since.plus(DECIDED);
                end = end.filter(candidate::isAfter).or(() -> Optional.of(candidate));
            }
        }
        return end;
    }

    private static Optional<Instant> expiry(byte[] certificate) {
        try {
            return Optional.of(
                    Pem.certificates(new String(certificate, StandardCharsets.US_ASCII))
                            .getFirst()
                            .getNotAfter()
                            .toInstant());
        } catch (PemException unreadable) {
            // What is no certificate does not end; its condition does.
            return Optional.empty();
        }
    }
}
