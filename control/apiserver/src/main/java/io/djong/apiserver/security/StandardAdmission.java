package io.djong.apiserver.security;

import io.djong.admission.AdmissionChain;
import io.djong.admission.AdmissionPlugin;
import io.djong.admission.AdmissionPlugins;
import io.djong.admission.AdmissionSettings;
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
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.client.Client;
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import java.util.List;
import java.util.random.RandomGenerator;

/// The admission plug-ins over the store, so that what was just written counts at once.
public final class StandardAdmission {

    private StandardAdmission() {}

    /// @param client of the server itself, to book what quotas count
    /// @param more plug-ins that need more than lookups
    public static AdmissionChain of(
            Objects objects,
            Authorizer authorizer,
            Client client,
            Clock clock,
            RandomGenerator random,
            AdmissionSettings settings,
            List<AdmissionPlugin> more) {
        AdmissionPlugins.Cluster cluster =
                new AdmissionPlugins.Cluster(
                        lookup(objects, Namespace.KIND),
                        lookup(objects, ServiceAccount.KIND),
                        lookup(objects, Pod.KIND),
                        lookup(objects, Node.KIND),
                        lookup(objects, LimitRange.KIND),
                        lookup(objects, PriorityClass.KIND),
                        lookup(objects, StorageClass.KIND),
                        lookup(objects, IngressClass.KIND),
                        lookup(objects, RuntimeClass.KIND),
                        QuotaAccess.of(lookup(objects, ResourceQuota.KIND), client));
        return AdmissionPlugins.chain(
                cluster, permissions(authorizer), clock, random, settings, more);
    }

    static Permissions permissions(Authorizer authorizer) {
        return (user, verb, group, resource, subresource, namespace, name) ->
                authorizer
                        .authorize(
                                Attributes.resource(user, verb, group, resource)
                                        .withSubresource(subresource)
                                        .in(namespace)
                                        .withName(name))
                        .isAllowed();
    }

    private static <T extends ApiObject<T>> Lookup<T> lookup(Objects objects, Kind<T> kind) {
        return new StoreLookup<>(objects, kind);
    }
}
