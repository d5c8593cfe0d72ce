package io.djong.apiserver.subresources;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.security.Security;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.Verb;
import io.djong.auth.review.AccessReviews;
import io.djong.meta.Times;
import java.util.Map;
import java.util.Objects;

/// The lists of subresources and of kinds that are only answered.
public final class Subresources {

    private Subresources() {}

    /// By `resource/subresource`; `scale` serves all kinds that scale.
    public static Map<String, Verb> all(Backend backend, Security security, Resources resources) {
        Resource pods = resource(resources, "", "pods");
        return Map.ofEntries(
                Map.entry("scale", new ScaleVerb(backend)),
                Map.entry("namespaces/finalize", new FinalizeVerb(backend)),
                Map.entry("pods/binding", new BindingVerb(backend, pods)),
                Map.entry(
                        "pods/ephemeralcontainers",
                        new PartVerb(backend, PodParts::withEphemeralContainers)),
                Map.entry(
                        "pods/eviction",
                        new EvictionVerb(
                                backend, resource(resources, "policy", "poddisruptionbudgets"))),
                Map.entry("pods/resize", new PartVerb(backend, PodParts::withResources)),
                Map.entry(
                        "serviceaccounts/token", new TokenVerb(backend, security.tokenRequests())),
                Map.entry(
                        "certificatesigningrequests/approval",
                        new PartVerb(backend, CertificateApproval.part(backend.clock()))));
    }

    /// By `resource.group`.
    public static Map<String, Verb> answered(
            Backend backend, Security security, Resources resources) {
        AccessReviews reviews = security.accessReviews();
        return Map.of(
                "bindings",
                new BindingVerb(backend, resource(resources, "", "pods")),
                "selfsubjectreviews.authentication.k8s.io",
                review(
                        backend,
                        (review, call) ->
                                AccessReviews.whoAmI(review, call.user())
                                        .withAt(
                                                Times.seconds(backend.clock().now()),
                                                "metadata",
                                                "creationTimestamp")),
                "tokenreviews.authentication.k8s.io",
                review(backend, (review, _) -> security.tokenReviews().answer(review)),
                "subjectaccessreviews.authorization.k8s.io",
                review(backend, (review, _) -> reviews.subject(AccessReviewRules.checked(review))),
                "localsubjectaccessreviews.authorization.k8s.io",
                review(
                        backend,
                        (review, call) ->
                                reviews.localSubject(
                                        AccessReviewRules.checked(review),
                                        call.info().namespace())),
                "selfsubjectaccessreviews.authorization.k8s.io",
                review(
                        backend,
                        (review, call) ->
                                reviews.self(AccessReviewRules.checked(review), call.user())),
                "selfsubjectrulesreviews.authorization.k8s.io",
                review(backend, (review, call) -> reviews.rules(review, call.user())));
    }

    private static Verb review(Backend backend, ReviewVerb.Answer answer) {
        return new ReviewVerb(backend.clock(), answer);
    }

    private static Resource resource(Resources resources, String group, String name) {
        return Objects.requireNonNull(resources.preferred(group, name), name);
    }
}
