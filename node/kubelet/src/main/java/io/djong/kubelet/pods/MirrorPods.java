package io.djong.kubelet.pods;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.kubelet.containers.Names;
import io.djong.meta.ApiException;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the API shows of pods that come from files: made by the kubelet, made again when somebody deletes it.
///
/// Shape: a concurrent map of what the API has.
public final class MirrorPods {

    private static final Log LOG = Log.of(MirrorPods.class);

    private final Client client;
    private final Supplier<Optional<Node>> node;
    private final BooleanSupplier areKnown;
    private final Map<ObjectKey, Pod> mirrors = new ConcurrentHashMap<>();

    /// @param areKnown whether all pods of the API have been heard of
    public MirrorPods(Client client, Supplier<Optional<Node>> node, BooleanSupplier areKnown) {
        this.client = client;
        this.node = node;
        this.areKnown = areKnown;
    }

    public static boolean isMirror(Pod pod) {
        return pod.annotations().containsKey(Names.CONFIG_MIRROR);
    }

    public static boolean isStatic(Pod pod) {
        return "file".equals(pod.annotations().get(Names.CONFIG_SOURCE)) && !isMirror(pod);
    }

    void apply(Change<Pod> change) {
        switch (change) {
            case Change.Added<Pod>(Pod pod) -> mirrors.put(pod.key(), pod);
            case Change.Updated<Pod>(_, Pod pod) -> mirrors.put(pod.key(), pod);
            case Change.Deleted<Pod>(Pod pod) -> mirrors.remove(pod.key());
        }
    }

    /// The uid under which the API has the pod: its own, or its mirror's; empty when it has no mirror yet.
    public Optional<String> apiUid(Pod pod) {
        return isStatic(pod)
                ? Optional.ofNullable(mirrors.get(pod.key())).map(Pod::uid)
                : Optional.of(pod.uid());
    }

    /// Sees to it that the API shows the pod as its file is.
    ///
    /// @return whether it was made anew, without a status
    boolean ensure(Pod pod) {
        Optional<Node> owner = node.get();
        if (!areKnown.getAsBoolean() || owner.isEmpty()) {
            return false;
        }
        Pod mirror = mirrors.get(pod.key());
        if (mirror != null) {
            String hash = mirror.annotations().get(Names.CONFIG_HASH);
            if (pod.uid().equals(hash) && !mirror.isDeleting()) {
                return false;
            }
            client.deleteIfThere(Pod.KIND, mirror.key(), DeleteOptions.NOW.only(mirror.uid()));
        }
        try {
            Pod made = client.create(mirrorOf(pod, owner.get()));
            mirrors.put(made.key(), made);
            return true;
        } catch (ApiException refused) {
            if (!refused.is(Reason.ALREADY_EXISTS)) {
                LOG.warn("Mirror pod not made", refused, "pod", pod.key());
            }
            return false;
        }
    }

    private static Pod mirrorOf(Pod pod, Node node) {
        Fields owner =
                Fields.of("apiVersion", "v1")
                        .with("kind", "Node")
                        .with("name", node.name())
                        .with("uid", node.uid())
                        .with("controller", true);
        Fields metadata = pod.fields().fields("metadata");
        Fields annotations = metadata.fields("annotations").with(Names.CONFIG_MIRROR, pod.uid());
        return new Pod(
                pod.fields()
                        .without("status")
                        .with(
                                "metadata",
                                metadata.without("uid")
                                        .with("annotations", annotations)
                                        .with("ownerReferences", List.of(owner))));
    }

    /// The file is gone.
    void remove(Pod pod) {
        Pod mirror = mirrors.get(pod.key());
        if (mirror != null) {
            client.deleteIfThere(Pod.KIND, mirror.key(), DeleteOptions.NOW.only(mirror.uid()));
        }
    }
}
