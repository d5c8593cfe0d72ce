package io.djong.controllers.serviceaccount;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Namespace;
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
import java.util.Map;

/// Sees to it that every active namespace has the ConfigMap `kube-root-ca.crt`. Keys are namespaces.
///
/// @spec https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken Projected volumes
public final class RootCaPublisher implements Reconciler<ObjectKey> {

    public static final String NAME = "root-ca-certificate-publisher-controller";

    private static final int WORKERS = 1;
    private static final String CONFIG_MAP = "kube-root-ca.crt";

    /// Worded as in Kubernetes 1.36.
    private static final Map<String, String> ANNOTATIONS =
            Map.of(
                    "kubernetes.io/description",
                    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such"
                            + " as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across"
                            + " distributions of Kubernetes clusters.");

    private final Lister<Namespace> namespaces;
    private final Lister<ConfigMap> configMaps;
    private final Client client;
    private final Map<String, String> data;

    private RootCaPublisher(
            Lister<Namespace> namespaces,
            Lister<ConfigMap> configMaps,
            Client client,
            String certificate) {
        this.namespaces = namespaces;
        this.configMaps = configMaps;
        this.client = client;
        this.data = Map.of("ca.crt", certificate);
    }

    /// @param certificate the authority's, as PEM
    public static Controller<ObjectKey> create(Parts parts, String certificate) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new RootCaPublisher(
                        parts.informers().of(Namespace.KIND),
                        parts.informers().of(ConfigMap.KIND),
                        builder.client(),
                        certificate);
        Watches watches =
                Watches.of(Namespace.KIND)
                        .and(
                                ConfigMap.KIND,
                                Watches.by(map ->
                                        map.name().equals(CONFIG_MAP)
                                                ? List.of(ObjectKey.of(map.namespace()))
                                                : List.of()));
        return builder.build(reconciler, watches, WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Namespace namespace = namespaces.find(key).orElse(null);
        if (namespace == null || !ServiceAccountController.isActive(namespace)) {
            return Outcome.settled();
        }
        ConfigMap known = configMaps.find(ObjectKey.of(namespace.name(), CONFIG_MAP)).orElse(null);
        if (known == null) {
            create(namespace);
        } else if (!known.data().equals(data) || !known.annotations().equals(ANNOTATIONS)) {
            client.update(
                    known.withData(data)
                            .withMetadata(known.metadata().withAnnotations(ANNOTATIONS)));
        }
        return Outcome.settled();
    }

    private void create(Namespace namespace) {
        ObjectMeta metadata =
                ObjectMeta.EMPTY
                        .withName(CONFIG_MAP)
                        .withNamespace(namespace.name())
                        .withAnnotations(ANNOTATIONS);
        try {
            client.create(ConfigMap.KIND.empty().withMetadata(metadata).withData(data));
        } catch (ApiException refused) {
            if (!refused.is(Reason.ALREADY_EXISTS) && !PodControl.isNamespaceTerminating(refused)) {
                throw refused;
            }
        }
    }
}
