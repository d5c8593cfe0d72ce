package io.djong.controllers.daemonset;

import io.djong.api.NodeSelectors;
import io.djong.api.Tolerations;
import io.djong.api.apps.v1.DaemonSet;
import io.djong.api.core.v1.Affinity;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeAffinity;
import io.djong.api.core.v1.NodeSelector;
import io.djong.api.core.v1.NodeSelectorRequirement;
import io.djong.api.core.v1.NodeSelectorTerm;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.Toleration;
import io.djong.controllers.support.PodControl;
import io.djong.controllers.support.RevisionHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pods of a DaemonSet as they are made, and whether they belong on a node.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled How Daemon Pods are scheduled
final class Daemons {

    private static final String GENERATION = "deprecated.daemonset.template.generation";
    static final String GENERATION_LABEL = "pod-template-generation";
    private static final String NODE_NAME_FIELD = "metadata.name";

    private Daemons() {}

    /// Where a DaemonSet stands with a node.
    ///
    /// @param shouldRun a pod has to be there
    /// @param mayStay a pod that is there may go on
    record Place(boolean shouldRun, boolean mayStay) {}

    static Place place(DaemonSet set, Node node) {
        PodSpec template = set.spec().template().spec();
        boolean isForOther =
                !template.nodeName().isEmpty() && !template.nodeName().equals(node.name());
        if (isForOther || !NodeSelectors.allows(template, node)) {
            return new Place(false, false);
        }
        List<Toleration> tolerations = tolerations(template);
        boolean evicted =
                Tolerations.untolerated(node.spec().taints(), tolerations, List.of("NoExecute"))
                        != null;
        boolean refused =
                Tolerations.untolerated(node.spec().taints(), tolerations, List.of("NoSchedule"))
                        != null;
        return new Place(!evicted && !refused, !evicted);
    }

    /// A pod bound to the node by its affinity, so that the scheduler places it.
    static Pod pod(DaemonSet set, String node, String hash) {
        Pod pod = PodControl.fromTemplate(set.spec().template(), set);
        Map<String, String> labels = new LinkedHashMap<>(pod.labels());
        labels.put(RevisionHistory.HASH_LABEL, hash);
        String generation = set.annotations().get(GENERATION);
        if (generation != null) {
            labels.put(GENERATION_LABEL, generation);
        }
        PodSpec spec =
                pod.spec()
                        .withAffinity(pinned(pod.spec(), node))
                        .withTolerations(tolerations(pod.spec()));
        return pod.withMetadata(pod.metadata().withLabels(labels)).withSpec(spec);
    }

    private static Affinity pinned(PodSpec spec, String node) {
        NodeSelectorRequirement isNode =
                NodeSelectorRequirement.EMPTY
                        .withKey(NODE_NAME_FIELD)
                        .withOperator("In")
                        .withValues(List.of(node));
        NodeSelector pinned =
                NodeSelector.EMPTY.withNodeSelectorTerms(
                        List.of(NodeSelectorTerm.EMPTY.withMatchFields(List.of(isNode))));
        Affinity affinity = spec.affinity() == null ? Affinity.EMPTY : spec.affinity();
        NodeAffinity ofNodes =
                affinity.nodeAffinity() == null ? NodeAffinity.EMPTY : affinity.nodeAffinity();
        return affinity.withNodeAffinity(
                ofNodes.withRequiredDuringSchedulingIgnoredDuringExecution(pinned));
    }

    /// The node that a pod is on or is made for, or "".
    static String nodeOf(Pod pod) {
        if (!pod.spec().nodeName().isEmpty()) {
            return pod.spec().nodeName();
        }
        NodeSelector required = NodeSelectors.required(pod.spec());
        if (required != null) {
            for (NodeSelectorTerm term : required.nodeSelectorTerms()) {
                for (NodeSelectorRequirement field : term.matchFields()) {
                    if (field.key().equals(NODE_NAME_FIELD) && field.values().size() == 1) {
                        return field.values().getFirst();
                    }
                }
            }
        }
        return "";
    }

    /// Daemons stay on nodes in trouble.
    private static List<Toleration> tolerations(PodSpec spec) {
        List<Toleration> all = new ArrayList<>(spec.tolerations());
        add(all, "node.kubernetes.io/not-ready", "NoExecute");
        add(all, "node.kubernetes.io/unreachable", "NoExecute");
        add(all, "node.kubernetes.io/disk-pressure", "NoSchedule");
        add(all, "node.kubernetes.io/memory-pressure", "NoSchedule");
        add(all, "node.kubernetes.io/pid-pressure", "NoSchedule");
        add(all, "node.kubernetes.io/unschedulable", "NoSchedule");
        if (spec.hostNetwork()) {
            add(all, "node.kubernetes.io/network-unavailable", "NoSchedule");
        }
        return all;
    }

    private static void add(List<Toleration> all, String key, String effect) {
        Toleration wanted = Toleration.EMPTY.withKey(key).withOperator("Exists").withEffect(effect);
        if (!all.contains(wanted)) {
            all.add(wanted);
        }
    }
}
