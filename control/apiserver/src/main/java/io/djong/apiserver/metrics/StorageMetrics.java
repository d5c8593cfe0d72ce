package io.djong.apiserver.metrics;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.store.KeyRange;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/// Counts stored objects of each resource.
///
/// @spec https://kubernetes.io/docs/reference/instrumentation/metrics/ Kubernetes Metrics Reference
public final class StorageMetrics {

    private final Store store;
    private final Supplier<Resources> resources;

    public StorageMetrics(Store store, Supplier<Resources> resources) {
        this.store = store;
        this.resources = resources;
    }

    public void register(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("apiserver_storage_objects")
                .help("Stored objects, by their resource.")
                .labelNames("resource")
                .callback(this::countObjects)
                .register(registry);
        GaugeWithCallback.builder()
                .name("apiserver_storage_size_bytes")
                .help("Size of all stored keys and objects.")
                .labelNames("storage_cluster_id")
                .callback(answer -> answer.call((double) store.stats().valueBytes(), "djong-0"))
                .register(registry);
    }

    private void countObjects(GaugeWithCallback.Callback answer) {
        Snapshot snapshot = store.read(0);
        for (StorageName name : stored()) {
            long count = snapshot.count(KeyRange.prefix(name.prefix()));
            String resource =
                    name.group().isEmpty() ? name.resource() : name.resource() + "." + name.group();
            answer.call((double) count, resource);
        }
    }

    /// Versions of a kind share their objects.
    private Set<StorageName> stored() {
        Set<StorageName> names = new LinkedHashSet<>();
        for (Resource resource : resources.get().all()) {
            if (resource.isStored()) {
                names.add(resource.storage());
            }
        }
        return names;
    }
}
