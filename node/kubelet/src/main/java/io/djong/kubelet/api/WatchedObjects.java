package io.djong.kubelet.api;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.EnvVar;
import io.djong.api.core.v1.LocalObjectReference;
import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.Volume;
import io.djong.api.core.v1.VolumeProjection;
import io.djong.client.Client;
import io.djong.client.Informer;
import io.djong.client.ListOptions;
import io.djong.kubelet.containers.PodContainers;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import io.djong.volumes.VolumeObjects;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Follows each ConfigMap and Secret that some pod of this node refers to, and no other.
///
/// Shape: small lock around who refers to what.
public final class WatchedObjects implements VolumeObjects, AutoCloseable {

    /// A first look at an object that takes longer than this is made directly.
    private static final Duration FIRST_LIST = Duration.ofSeconds(2);

    private record Target(Kind<?> kind, ObjectKey key) {}

    private record Followed(Informer<?> informer, Thread thread, Set<String> pods) {}

    private final Client client;
    private final Clock clock;
    private final Threads threads;
    private final RandomGenerator random;
    private final Consumer<String> wake;
    private final Map<Target, Followed> followed = new HashMap<>();

    /// @param wake is given the uid of each pod that refers to something that changed
    public WatchedObjects(
            Client client,
            Clock clock,
            Threads threads,
            RandomGenerator random,
            Consumer<String> wake) {
        this.client = client;
        this.clock = clock;
        this.threads = threads;
        this.random = random;
        this.wake = wake;
    }

    /// Follows what the pod refers to, from now until [#forget].
    public void register(Pod pod) {
        Set<Target> wanted = targets(pod);
        synchronized (followed) {
            for (Target target : wanted) {
                followed.computeIfAbsent(target, this::follow).pods().add(pod.uid());
            }
        }
    }

    public void forget(String podUid) {
        synchronized (followed) {
            followed.values()
                    .removeIf(one -> {
                        one.pods().remove(podUid);
                        if (one.pods().isEmpty()) {
                            one.thread().interrupt();
                        }
                        return one.pods().isEmpty();
                    });
        }
    }

    private Followed follow(Target target) {
        Informer<?> informer = informer(target.kind(), target);
        Thread thread = threads.start("follow-" + target.kind().resource(), informer);
        return new Followed(informer, thread, new HashSet<>());
    }

    @SuppressWarnings("unchecked")
    private <T extends ApiObject<T>> Informer<T> informer(Kind<?> kind, Target target) {
        ListOptions only =
                ListOptions.inNamespace(target.key().namespace())
                        .withFields("metadata.name=" + target.key().name());
        Informer<T> informer = new Informer<>(client, (Kind<T>) kind, only, clock, random);
        informer.listen(_ -> users(target).forEach(wake));
        return informer;
    }

    private Set<String> users(Target target) {
        synchronized (followed) {
            Followed one = followed.get(target);
            return one == null ? Set.of() : Set.copyOf(one.pods());
        }
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return find(ConfigMap.KIND, namespace, name);
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return find(Secret.KIND, namespace, name);
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return client.find(PersistentVolumeClaim.KIND, ObjectKey.of(namespace, name));
    }

    @Override
    public Optional<PersistentVolume> persistentVolume(String name) {
        return client.find(PersistentVolume.KIND, ObjectKey.of(name));
    }

    @SuppressWarnings("unchecked")
    private <T extends ApiObject<T>> Optional<T> find(Kind<T> kind, String namespace, String name) {
        ObjectKey key = ObjectKey.of(namespace, name);
        Followed one;
        synchronized (followed) {
            one = followed.get(new Target(kind, key));
        }
        if (one == null || !isListed(one.informer())) {
            return client.find(kind, key);
        }
        return ((Informer<T>) one.informer()).find(key);
    }

    private static boolean isListed(Informer<?> informer) {
        try {
            return informer.awaitSync(FIRST_LIST);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Set<Target> targets(Pod pod) {
        Set<Target> targets = new HashSet<>();
        String namespace = pod.namespace();
        for (LocalObjectReference secret : pod.spec().imagePullSecrets()) {
            add(targets, Secret.KIND, namespace, secret.name());
        }
        for (Volume volume : pod.spec().volumes()) {
            var map = volume.configMap();
            var secret = volume.secret();
            var projected = volume.projected();
            add(targets, ConfigMap.KIND, namespace, map == null ? null : map.name());
            add(targets, Secret.KIND, namespace, secret == null ? null : secret.secretName());
            if (projected != null) {
                for (VolumeProjection source : projected.sources()) {
                    var oneMap = source.configMap();
                    var oneSecret = source.secret();
                    add(targets, ConfigMap.KIND, namespace, oneMap == null ? null : oneMap.name());
                    add(
                            targets,
                            Secret.KIND,
                            namespace,
                            oneSecret == null ? null : oneSecret.name());
                }
            }
        }
        for (Container container : PodContainers.all(pod)) {
            addEnvironment(targets, namespace, container);
        }
        return targets;
    }

    private static void addEnvironment(Set<Target> targets, String namespace, Container container) {
        for (var source : container.envFrom()) {
            var map = source.configMapRef();
            var secret = source.secretRef();
            add(targets, ConfigMap.KIND, namespace, map == null ? null : map.name());
            add(targets, Secret.KIND, namespace, secret == null ? null : secret.name());
        }
        for (EnvVar variable : container.env()) {
            var source = variable.valueFrom();
            if (source != null) {
                var map = source.configMapKeyRef();
                var secret = source.secretKeyRef();
                add(targets, ConfigMap.KIND, namespace, map == null ? null : map.name());
                add(targets, Secret.KIND, namespace, secret == null ? null : secret.name());
            }
        }
    }

    private static void add(
            Set<Target> targets, Kind<?> kind, String namespace, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            targets.add(new Target(kind, ObjectKey.of(namespace, name)));
        }
    }

    @Override
    public void close() {
        synchronized (followed) {
            followed.values().forEach(one -> one.thread().interrupt());
            followed.clear();
        }
    }
}
