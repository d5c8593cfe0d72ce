package io.djong.controllers.node;

import io.djong.api.core.v1.Node;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.EventRecorder;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.ObjectKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives each node a prefix of its own for its pods' addresses. Keys are nodes.
///
/// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ `--allocate-node-cidrs`
public final class NodeIpamController implements Reconciler<ObjectKey> {

    public static final String NAME = "node-ipam-controller";

    /// The component that upstream names in its Events.
    private static final String COMPONENT = "cidrAllocator";

    private final Lister<Node> nodes;
    private final Client client;
    private final EventRecorder recorder;
    private final NodePrefixes prefixes;

    /// Given out by this process; the view of the nodes may not know yet.
    private final Set<String> given = new HashSet<>();

    private NodeIpamController(
            Lister<Node> nodes, Client client, EventRecorder recorder, NodePrefixes prefixes) {
        this.nodes = nodes;
        this.client = client;
        this.recorder = recorder;
        this.prefixes = prefixes;
    }

    /// @param clusterCidr IPv4, as `10.244.0.0/16`
    /// @param nodeBits the length of a node's prefix
    public static Controller<ObjectKey> create(Parts parts, String clusterCidr, int nodeBits) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new NodeIpamController(
                        parts.informers().of(Node.KIND),
                        builder.client(),
                        parts.recorder(COMPONENT),
                        NodePrefixes.parse(clusterCidr, nodeBits));
        // One worker: two must not choose the same prefix.
        return builder.build(reconciler, Watches.of(Node.KIND), 1);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Node node = nodes.find(key).orElse(null);
        if (node == null || !node.spec().podCIDR().isEmpty()) {
            return Outcome.settled();
        }
        Set<String> used = new HashSet<>();
        nodes.all().forEach(other -> used.addAll(other.spec().podCIDRs()));
        given.removeIf(prefix -> used.contains(prefix));
        used.addAll(given);
        String free = prefixes.firstFree(used);
        if (free.isEmpty()) {
            recorder.normal(
                    node,
                    "CIDRNotAvailable",
                    "Node " + node.name() + " status is now: CIDRNotAvailable");
            throw new IllegalStateException("no prefix is left for node " + node.name());
        }
        client.update(node.withSpec(node.spec().withPodCIDR(free).withPodCIDRs(List.of(free))));
        given.add(free);
        return Outcome.settled();
    }
}
