package io.djong.admission;

import io.djong.api.core.v1.Namespace;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.function.Consumer;

/// Makes the namespace of a new object when it is not there.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespaceautoprovision NamespaceAutoProvision
public final class NamespaceAutoProvision implements AdmissionPlugin {

    private final Lookup<Namespace> namespaces;
    private final Consumer<Namespace> create;

    /// @param create makes a namespace, as the server itself
    public NamespaceAutoProvision(Lookup<Namespace> namespaces, Consumer<Namespace> create) {
        this.namespaces = namespaces;
        this.create = create;
    }

    @Override
    public Fields mutate(Review review) {
        String name = review.call().namespace();
        boolean isMeant =
                review instanceof Review.Create && !review.call().isDryRun() && !name.isEmpty();
        if (isMeant && namespaces.find(ObjectKey.of(name)).isEmpty()) {
            create(name);
        }
        return review.object();
    }

    private void create(String name) {
        try {
            create.accept(new Namespace(Fields.of("metadata", Fields.of("name", name))));
        } catch (ApiException refused) {
            // Somebody else may have made it meanwhile, which is as good.
            if (!refused.is(Reason.ALREADY_EXISTS)) {
                throw refused;
            }
        }
    }
}
