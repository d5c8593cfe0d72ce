package io.djong.admission;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.LimitRange;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.networking.v1.IngressClass;
import io.djong.api.scheduling.v1.PriorityClass;
import io.djong.api.storage.v1.StorageClass;
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Documents in a map, and the default chain over them.
final class TestCluster {

    private record Place(String groupResource, ObjectKey key) {}

    private final Map<Place, Fields> documents = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    final Clock clock =
            new Clock() {
                @Override
                public Instant now() {
                    return now;
                }

                @Override
                public long nanos() {
                    return now.toEpochMilli() * 1_000_000;
                }

                @Override
                public void sleep(Duration pause) {
                    now = now.plus(pause);
                }
            };

    final AdmissionChain chain;

    /// @param enabled plug-ins beside the default ones
    TestCluster(Set<String> enabled) {
        Lookup<io.djong.api.core.v1.ResourceQuota> quotas =
                lookup("/resourcequotas", io.djong.api.core.v1.ResourceQuota::new);
        QuotaAccess access =
                new QuotaAccess() {
                    @Override
                    public List<io.djong.api.core.v1.ResourceQuota> list(String namespace) {
                        return quotas.list(namespace);
                    }

                    @Override
                    public List<io.djong.api.core.v1.ResourceQuota> listFresh(String namespace) {
                        return quotas.list(namespace);
                    }

                    @Override
                    public void updateStatus(io.djong.api.core.v1.ResourceQuota quota) {
                        put("/resourcequotas", quota.fields());
                    }
                };
        AdmissionPlugins.Cluster cluster =
                new AdmissionPlugins.Cluster(
                        lookup("/namespaces", Namespace::new),
                        lookup("/serviceaccounts", io.djong.api.core.v1.ServiceAccount::new),
                        lookup("/pods", Pod::new),
                        lookup("/nodes", Node::new),
                        lookup("/limitranges", LimitRange::new),
                        lookup("scheduling.k8s.io/priorityclasses", PriorityClass::new),
                        lookup("storage.k8s.io/storageclasses", StorageClass::new),
                        lookup("networking.k8s.io/ingressclasses", IngressClass::new),
                        lookup(
                                "node.k8s.io/runtimeclasses",
                                io.djong.api.node.v1.RuntimeClass::new),
                        access);
        chain =
                AdmissionPlugins.chain(
                        cluster,
                        (_, _, _, _, _, _, _) -> true,
                        clock,
                        RandomGenerator.of("L64X128MixRandom"),
                        enabled,
                        Set.of());
    }

    /// Makes what is created next younger than what was created before.
    void clockTick() {
        now = now.plusSeconds(1);
    }

    void put(String groupResource, Fields document) {
        Fields metadata = document.fields("metadata");
        ObjectKey key = ObjectKey.of(metadata.string("namespace"), metadata.string("name"));
        documents.put(new Place(groupResource, key), document);
    }

    Optional<Fields> find(String groupResource, ObjectKey key) {
        return Optional.ofNullable(documents.get(new Place(groupResource, key)));
    }

    void remove(String groupResource, ObjectKey key) {
        documents.remove(new Place(groupResource, key));
    }

    private <T extends ApiObject<T>> Lookup<T> lookup(
            String groupResource, Function<Fields, T> view) {
        return new Lookup<>() {
            @Override
            public Optional<T> find(ObjectKey key) {
                return TestCluster.this.find(groupResource, key).map(view);
            }

            @Override
            public List<T> list(String namespace) {
                return documents.entrySet().stream()
                        .filter(entry -> entry.getKey().groupResource().equals(groupResource))
                        .filter(entry ->
                                namespace.isEmpty()
                                        || entry.getKey().key().namespace().equals(namespace))
                        .map(entry -> view.apply(entry.getValue()))
                        .toList();
            }
        };
    }
}
