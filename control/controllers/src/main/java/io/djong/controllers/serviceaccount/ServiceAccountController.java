package io.djong.controllers.serviceaccount;

import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import java.util.List;

/// Sees to it that every active namespace has a ServiceAccount `default`. Keys are namespaces.
///
/// @spec https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts Default service accounts
public final class ServiceAccountController implements Reconciler<ObjectKey> {

    public static final String NAME = "serviceaccount-controller";

    private static final int WORKERS = 1;
    private static final String DEFAULT = "default";

    private final Lister<Namespace> namespaces;
    private final Lister<ServiceAccount> accounts;
    private final Client client;

    private ServiceAccountController(
            Lister<Namespace> namespaces, Lister<ServiceAccount> accounts, Client client) {
        this.namespaces = namespaces;
        this.accounts = accounts;
        this.client = client;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new ServiceAccountController(
                        parts.informers().of(Namespace.KIND),
                        parts.informers().of(ServiceAccount.KIND),
                        builder.client());
        Watches watches =
                Watches.of(Namespace.KIND)
                        .and(
                                ServiceAccount.KIND,
                                Watches.by(account -> List.of(ObjectKey.of(account.namespace()))));
        return builder.build(reconciler, watches, WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Namespace namespace = namespaces.find(key).orElse(null);
        if (namespace == null
                || !isActive(namespace)
                || accounts.find(account(namespace)).isPresent()) {
            return Outcome.settled();
        }
        ObjectMeta metadata = ObjectMeta.EMPTY.withName(DEFAULT).withNamespace(namespace.name());
        try {
            client.create(ServiceAccount.KIND.empty().withMetadata(metadata));
        } catch (ApiException refused) {
            if (!refused.is(Reason.ALREADY_EXISTS) && !PodControl.isNamespaceTerminating(refused)) {
                throw refused;
            }
        }
        return Outcome.settled();
    }

    private static ObjectKey account(Namespace namespace) {
        return ObjectKey.of(namespace.name(), DEFAULT);
    }

    static boolean isActive(Namespace namespace) {
        return !namespace.isDeleting() && !namespace.status().phase().equals("Terminating");
    }
}
