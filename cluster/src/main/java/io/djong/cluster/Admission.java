package io.djong.cluster;

import io.djong.admission.AdmissionChain;
import io.djong.admission.AdmissionPlugins;
import io.djong.admission.Permissions;
import io.djong.admission.QuotaAccess;
import io.djong.api.ApiObject;
import io.djong.api.core.v1.LimitRange;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.ResourceQuota;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.api.networking.v1.IngressClass;
import io.djong.api.node.v1.RuntimeClass;
import io.djong.api.scheduling.v1.PriorityClass;
import io.djong.api.storage.v1.StorageClass;
import io.djong.apiserver.ApiServer;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.auth.Attributes;
import io.djong.client.Client;
import io.djong.client.Lookup;
import io.djong.meta.Kind;
import io.djong.meta.UserInfo;
import java.util.Set;

/// The admission plug-ins of an API server, over its own store: they are never behind what it has acknowledged.
final class Admission {

    private Admission() {}

    /// Those that upstream enables by default.
    static AdmissionChain chain(ApiServer server, Machinery machinery) {
        Client client =
                new Client(server.transport(UserInfo.of("system:apiserver", UserInfo.MASTERS)));
        AdmissionPlugins.Cluster cluster =
                new AdmissionPlugins.Cluster(
                        lookup(server, Namespace.KIND),
                        lookup(server, ServiceAccount.KIND),
                        lookup(server, Pod.KIND),
                        lookup(server, Node.KIND),
                        lookup(server, LimitRange.KIND),
                        lookup(server, PriorityClass.KIND),
                        lookup(server, StorageClass.KIND),
                        lookup(server, IngressClass.KIND),
                        lookup(server, RuntimeClass.KIND),
                        QuotaAccess.of(lookup(server, ResourceQuota.KIND), client));
        return AdmissionPlugins.chain(
                cluster,
                permissions(server),
                machinery.clock(),
                machinery.random(),
                Set.of(),
                Set.of());
    }

    private static <T extends ApiObject<T>> Lookup<T> lookup(ApiServer server, Kind<T> kind) {
        return new StoreLookup<>(server.objects(), kind);
    }

    private static Permissions permissions(ApiServer server) {
        return (user, verb, group, resource, subresource, namespace, name) ->
                server.security()
                        .authorizer()
                        .authorize(
                                Attributes.resource(user, verb, group, resource)
                                        .withSubresource(subresource)
                                        .in(namespace)
                                        .withName(name))
                        .isAllowed();
    }
}
