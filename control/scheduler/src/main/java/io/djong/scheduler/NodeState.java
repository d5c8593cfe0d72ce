package io.djong.scheduler;

import io.djong.api.core.v1.ContainerImage;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Taint;
import io.djong.meta.Quantity;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A node and the pods on it, as numbers. Mutable, confined to the scheduling thread.
public final class NodeState {

    private Node node;
    private ResourceAmounts allocatable = new ResourceAmounts();
    private long podsMax;
    private List<Taint> taints = List.of();
    private Map<String, Long> imageBytes = Map.of();
    private final ResourceAmounts requested = new ResourceAmounts();
    private final ResourceAmounts compared = new ResourceAmounts();
    private final Map<String, PodState> pods = new LinkedHashMap<>();

    public NodeState(Node node) {
        this.node = node;
        update(node);
    }

    void update(Node changed) {
        node = changed;
        Map<String, Quantity> amounts = changed.status().allocatable();
        allocatable = ResourceAmounts.of(amounts);
        allocatable.others.remove("pods");
        podsMax = Objects.requireNonNullElse(amounts.get("pods"), Quantity.ZERO).value();
        taints = List.copyOf(changed.spec().taints());
        Map<String, Long> images = new HashMap<>();
        for (ContainerImage image : changed.status().images()) {
            image.names().forEach(name -> images.put(name, image.sizeBytes()));
        }
        imageBytes = images;
    }

    /// Whether a change of the node can make a pod fit that did not.
    boolean differsForPods(Node changed) {
        return !changed.spec().equals(node.spec())
                || !changed.labels().equals(node.labels())
                || !changed.status().allocatable().equals(node.status().allocatable());
    }

    void add(PodState pod) {
        if (pods.put(pod.uid(), pod) == null) {
            requested.add(pod.requests());
            compared.add(pod.compared());
        }
    }

    void remove(String uid) {
        PodState pod = pods.remove(uid);
        if (pod != null) {
            requested.subtract(pod.requests());
            compared.subtract(pod.compared());
        }
    }

    /// A copy to try things on.
    NodeState copy() {
        NodeState copy = new NodeState(node);
        pods.values().forEach(copy::add);
        return copy;
    }

    public Node node() {
        return node;
    }

    public String name() {
        return node.name();
    }

    public ResourceAmounts allocatable() {
        return allocatable;
    }

    public long podsMax() {
        return podsMax;
    }

    public List<Taint> taints() {
        return taints;
    }

    /// The size of an image that the node has, or 0.
    public long imageBytes(String image) {
        return imageBytes.getOrDefault(image, 0L);
    }

    public boolean hasImage(String image) {
        return imageBytes.containsKey(image);
    }

    public ResourceAmounts requested() {
        return requested;
    }

    public ResourceAmounts compared() {
        return compared;
    }

    public Collection<PodState> pods() {
        return pods.values();
    }
}
