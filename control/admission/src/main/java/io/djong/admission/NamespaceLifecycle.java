package io.djong.admission;

import io.djong.api.core.v1.Namespace;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;

/// Refuses new objects in a namespace that is missing or being deleted; guards the namespaces that the system lives in.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespacelifecycle NamespaceLifecycle
public final class NamespaceLifecycle implements AdmissionPlugin {

    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final Lookup<Namespace> namespaces;

    /// @param namespaces as of the last write: a namespace counts as soon as its creation was answered
    public NamespaceLifecycle(Lookup<Namespace> namespaces) {
        this.namespaces = namespaces;
    }

    @Override
    public Fields mutate(Review review) {
        Call call = review.call();
        boolean isNamespace =
                call.kind().equals("Namespace") && call.kindVersion().group().isEmpty();
        if (isNamespace) {
            if (review instanceof Review.Delete && IMMORTAL.contains(call.name())) {
                throw new ApiException(
                        Failure.forbidden(
                                call.group(),
                                call.resource(),
                                call.name(),
                                "this namespace may not be deleted"));
            }
            return review.object();
        }
        if (!call.namespace().isEmpty()
                && !(review instanceof Review.Delete)
                && !call.resource().equals("localsubjectaccessreviews")) {
            requireNamespace(review);
        }
        return review.object();
    }

    private void requireNamespace(Review review) {
        String name = review.call().namespace();
        Namespace namespace =
                namespaces
                        .find(ObjectKey.of(name))
                        .orElseThrow(
                                () -> new ApiException(Failure.notFound(Namespace.KIND, name)));
        if (review instanceof Review.Create && namespace.status().phase().equals("Terminating")) {
            throw terminating(review, name);
        }
    }

    private static ApiException terminating(Review review, String namespace) {
        Failure failure =
                review.forbidden(
                                "unable to create new content in namespace %s because it is being terminated"
                                        .formatted(namespace))
                        .failure();
        Failure.Details about = java.util.Objects.requireNonNull(failure.details());
        Failure.Cause cause =
                new Failure.Cause(
                        "NamespaceTerminating",
                        "namespace %s is being terminated".formatted(namespace),
                        "metadata.namespace");
        return new ApiException(
                new Failure(
                        failure.reason(),
                        failure.code(),
                        failure.message(),
                        new Failure.Details(
                                about.name(),
                                about.group(),
                                about.kind(),
                                about.uid(),
                                List.of(cause),
                                0)));
    }
}
