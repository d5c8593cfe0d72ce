package io.djong.auth.loops;

import io.djong.api.authorization.v1.ResourceAttributes;
import io.djong.api.authorization.v1.SubjectAccessReview;
import io.djong.api.authorization.v1.SubjectAccessReviewSpec;
import io.djong.api.certificates.v1.CertificateSigningRequest;
import io.djong.api.certificates.v1.CertificateSigningRequestCondition;
import io.djong.api.certificates.v1.CertificateSigningRequestStatus;
import io.djong.auth.pki.RequestSigner;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Informers;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Approves what kubelets may have without asking, and signs what is approved. Keys are certificate signing requests.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/ Certificates and Certificate Signing Requests
public final class CertificateController implements Reconciler<ObjectKey> {

    public static final String NAME = "certificate-controller";

    private static final int WORKERS = 1;
    private static final String GROUP = "certificates.k8s.io";
    private static final String APPROVED = "Approved";

    private final Lister<CertificateSigningRequest> requests;
    private final Client client;
    private final RequestSigner signer;
    private final Clock clock;

    private CertificateController(
            Lister<CertificateSigningRequest> requests,
            Client client,
            RequestSigner signer,
            Clock clock) {
        this.requests = requests;
        this.client = client;
        this.signer = signer;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(
            Controller.Builder<ObjectKey> builder,
            Informers informers,
            RequestSigner signer,
            Clock clock) {
        Lister<CertificateSigningRequest> requests = informers.of(CertificateSigningRequest.KIND);
        return builder.build(
                new CertificateController(requests, builder.client(), signer, clock),
                Watches.of(CertificateSigningRequest.KIND),
                WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        requests.find(key).ifPresent(this::reconcile);
        return Outcome.settled();
    }

    private void reconcile(CertificateSigningRequest request) {
        CertificateSigningRequestStatus status = request.status();
        if (status.certificate().length > 0 || has(status, "Denied") || has(status, "Failed")) {
            return;
        }
        if (has(status, APPROVED)) {
            sign(request);
        } else {
            approveIfAllowed(request);
        }
    }

    private static boolean has(CertificateSigningRequestStatus status, String type) {
        return status.conditions().stream().anyMatch(condition -> condition.type().equals(type));
    }

    private void sign(CertificateSigningRequest request) {
        signer.sign(request)
                .ifPresent(outcome ->
                        client.updateStatus(
                                switch (outcome) {
                                    case RequestSigner.Outcome.Signed(var certificate) ->
                                            request.withStatus(
                                                    request.status()
                                                            .withCertificate(
                                                                    certificate.getBytes(
                                                                            StandardCharsets
                                                                                    .US_ASCII)));
                                    case RequestSigner.Outcome.Failed(var reason, var message) ->
                                            with(request, "Failed", reason, message);
                                }));
    }

    private void approveIfAllowed(CertificateSigningRequest request) {
        for (RequestSigner.AutoApproval approval : RequestSigner.autoApprovals(request)) {
            if (mayCreate(request, approval.subresource())) {
                client.raw(
                        "PUT",
                        CertificateSigningRequest.KIND.path("")
                                + "/"
                                + request.name()
                                + "/approval",
                        with(request, APPROVED, "AutoApproved", approval.message()).fields());
                return;
            }
        }
    }

    /// Whether the requestor itself, not this loop, may have such a certificate.
    private boolean mayCreate(CertificateSigningRequest request, String subresource) {
        SubjectAccessReviewSpec spec =
                SubjectAccessReviewSpec.EMPTY
                        .withUser(request.spec().username())
                        .withUid(request.spec().uid())
                        .withGroups(request.spec().groups())
                        .withExtra(request.spec().extra())
                        .withResourceAttributes(
                                ResourceAttributes.EMPTY
                                        .withGroup(GROUP)
                                        .withResource("certificatesigningrequests")
                                        .withVerb("create")
                                        .withSubresource(subresource));
        return client.create(SubjectAccessReview.KIND.empty().withSpec(spec)).status().allowed();
    }

    private CertificateSigningRequest with(
            CertificateSigningRequest request, String type, String reason, String message) {
        List<CertificateSigningRequestCondition> conditions =
                new ArrayList<>(request.status().conditions());
        conditions.add(
                CertificateSigningRequestCondition.EMPTY
                        .withType(type)
                        .withStatus("True")
                        .withReason(reason)
                        .withMessage(message)
                        .withLastUpdateTime(clock.now())
                        .withLastTransitionTime(clock.now()));
        return request.withStatus(request.status().withConditions(conditions));
    }
}
