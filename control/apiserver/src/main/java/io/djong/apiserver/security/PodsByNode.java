package io.djong.apiserver.security;

import io.djong.api.core.v1.Pod;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.Stored;
import io.djong.store.KeyRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which pods are on which node, kept up to date with every write. Concurrent maps: a reader may see a pod a moment early.
final class PodsByNode implements Function<String, Collection<Pod>>, Objects.Listener {

    private static final String PREFIX = new StorageName("", "pods").prefix();

    private final Objects objects;
    private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();
    private final Map<String, String> nodes = new ConcurrentHashMap<>();

    PodsByNode(Objects objects) {
        this.objects = objects;
        objects.listen(this);
        objects.snapshot()
                .scan(
                        KeyRange.prefix(PREFIX),
                        null,
                        entry -> {
                            written(entry.key(), Stored.of(entry));
                            return true;
                        });
    }

    @Override
    public void written(String key, @Nullable Stored now) {
        if (!key.startsWith(PREFIX)) {
            return;
        }
        String node = now == null ? "" : now.tree().fields("spec").string("nodeName");
        String before = node.isEmpty() ? nodes.remove(key) : nodes.put(key, node);
        if (before != null && !before.equals(node)) {
            keys.getOrDefault(before, Set.of()).remove(key);
        }
        if (!node.isEmpty()) {
            keys.computeIfAbsent(node, _ -> ConcurrentHashMap.newKeySet()).add(key);
        }
    }

    @Override
    public List<Pod> apply(String node) {
        List<Pod> pods = new ArrayList<>();
        for (String key : keys.getOrDefault(node, Set.of())) {
            Stored stored = objects.get(key);
            if (stored != null) {
                pods.add(new Pod(stored.tree()));
            }
        }
        return pods;
    }
}
