package io.djong.cluster;

import io.djong.admission.AdmissionChain;
import io.djong.admission.DefaultIngressClass;
import io.djong.admission.DefaultStorageClass;
import io.djong.admission.DefaultTolerationSeconds;
import io.djong.admission.NamespaceLifecycle;
import io.djong.admission.PersistentVolumeClaimResize;
import io.djong.admission.PodTopologyLabels;
import io.djong.admission.Priority;
import io.djong.admission.RuntimeClass;
import io.djong.admission.ServiceAccount;
import io.djong.admission.StorageObjectInUseProtection;
import io.djong.admission.TaintNodesByCondition;
import io.djong.api.ApiObject;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Node;
import io.djong.api.networking.v1.IngressClass;
import io.djong.api.scheduling.v1.PriorityClass;
import io.djong.api.storage.v1.StorageClass;
import io.djong.apiserver.ApiServer;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.client.Lookup;
import io.djong.meta.Kind;
import java.util.List;

/// The admission plug-ins that are on, as upstream's defaults.
final class AdmissionPlugins {

    private AdmissionPlugins() {}

    private static <T extends ApiObject<T>> Lookup<T> lookup(ApiServer server, Kind<T> kind) {
        return new StoreLookup<>(server.objects(), kind);
    }

    static AdmissionChain chain(ApiServer server, Machinery machinery) {
        return new AdmissionChain(
                List.of(
                        new NamespaceLifecycle(lookup(server, Namespace.KIND)),
                        new ServiceAccount(
                                lookup(server, io.djong.api.core.v1.ServiceAccount.KIND),
                                machinery.clock(),
                                machinery.random()),
                        new TaintNodesByCondition(),
                        new Priority(lookup(server, PriorityClass.KIND)),
                        new DefaultTolerationSeconds(),
                        new DefaultStorageClass(lookup(server, StorageClass.KIND)),
                        new StorageObjectInUseProtection(),
                        new PersistentVolumeClaimResize(lookup(server, StorageClass.KIND)),
                        new RuntimeClass(lookup(server, io.djong.api.node.v1.RuntimeClass.KIND)),
                        new DefaultIngressClass(lookup(server, IngressClass.KIND)),
                        new PodTopologyLabels(lookup(server, Node.KIND))));
    }
}
