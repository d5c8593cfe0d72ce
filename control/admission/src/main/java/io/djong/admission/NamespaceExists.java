package io.djong.admission;

import io.djong.api.core.v1.Namespace;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.ObjectKey;

/// Refuses requests to a namespace that is not there.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespaceexists NamespaceExists
public final class NamespaceExists implements AdmissionPlugin {

    private final Lookup<Namespace> namespaces;

    public NamespaceExists(Lookup<Namespace> namespaces) {
        this.namespaces = namespaces;
    }

    @Override
    public void validate(Review review) {
        String namespace = review.call().namespace();
        boolean isMeant = !(review instanceof Review.Connect) && !namespace.isEmpty();
        if (isMeant && namespaces.find(ObjectKey.of(namespace)).isEmpty()) {
            throw new ApiException(Failure.notFound(Namespace.KIND, namespace));
        }
    }
}
