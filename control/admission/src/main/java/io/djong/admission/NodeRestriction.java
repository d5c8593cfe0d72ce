package io.djong.admission;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;

/// Lets a kubelet write only its own node and what runs on it. Texts are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction NodeRestriction
public final class NodeRestriction implements AdmissionPlugin {

    private static final String USER_PREFIX = "system:node:";
    private final MirrorPods mirrorPods;
    private final Lookup<Pod> pods;

    public NodeRestriction(Lookup<Node> nodes, Lookup<Pod> pods) {
        this.mirrorPods = new MirrorPods(nodes);
        this.pods = pods;
    }

    @Override
    public Fields mutate(Review review) {
        String user = review.call().user().name();
        if (!user.startsWith(USER_PREFIX) || !review.call().user().isIn("system:nodes")) {
            return review.object();
        }
        String node = user.substring(USER_PREFIX.length());
        if (node.isEmpty()) {
            throw review.forbidden("could not determine node from user \"" + user + "\"");
        }
        check(review, node);
        return review.object();
    }

    private void check(Review review, String node) {
        Call call = review.call();
        switch (call.group() + "/" + call.resource()) {
            case "/pods" -> {
                switch (call.subresource()) {
                    case "" -> checkPod(review, node);
                    case "status" -> checkPodStatus(review, node);
                    case "eviction" -> checkEviction(review, node);
                    default ->
                            throw review.forbidden(
                                    "unexpected pod subresource \"%s\", only 'status' and 'eviction' are allowed"
                                            .formatted(call.subresource()));
                }
            }
            case "/nodes" -> checkNode(review, node);
            case "/serviceaccounts" -> checkToken(review, node);
            case "coordination.k8s.io/leases" -> checkLease(review, node);
            case "storage.k8s.io/csinodes" -> checkOwnName(review, node);
            default -> {}
        }
    }

    private void checkPod(Review review, String node) {
        switch (review) {
            case Review.Create _ -> mirrorPods.check(review, node);
            case Review.Delete _ -> {
                if (!nodeOf(review.old()).equals(node)) {
                    throw review.forbidden(
                            "node \"%s\" can only delete pods with spec.nodeName set to itself"
                                    .formatted(node));
                }
            }
            case Review.Update _, Review.Connect _ ->
                    throw review.forbidden(
                            "unexpected operation \"%s\", node \"%s\" can only create and delete mirror pods"
                                    .formatted(review.operation(), node));
        }
    }

    private static String nodeOf(Fields pod) {
        return PodTrees.spec(pod).string("nodeName");
    }

    private static void checkPodStatus(Review review, String node) {
        if (!(review instanceof Review.Update)) {
            throw review.forbidden("unexpected operation \"" + review.operation() + "\"");
        }
        if (!nodeOf(review.old()).equals(node)) {
            throw review.forbidden(
                    "node \"%s\" can only update pod status for pods with spec.nodeName set to itself"
                            .formatted(node));
        }
        if (!labels(review.object()).equals(labels(review.old()))) {
            throw review.forbidden(
                    "node \"%s\" cannot update labels through pod status".formatted(node));
        }
        List<?> claims = review.object().fields("status").list("resourceClaimStatuses");
        if (!claims.equals(review.old().fields("status").list("resourceClaimStatuses"))) {
            throw review.forbidden(
                    "node \"%s\" cannot update resource claim statues".formatted(node));
        }
    }

    private static Fields labels(Fields object) {
        return object.fields("metadata").fields("labels");
    }

    private void checkEviction(Review review, String node) {
        if (!(review instanceof Review.Create)) {
            throw review.forbidden("unexpected operation " + review.operation());
        }
        String name = review.call().name();
        Pod pod =
                pods.find(ObjectKey.of(review.call().namespace(), name))
                        .orElseThrow(() -> new ApiException(Failure.notFound(Pod.KIND, name)));
        if (!pod.spec().nodeName().equals(node)) {
            throw review.forbidden(
                    "node %s can only evict pods with spec.nodeName set to itself".formatted(node));
        }
    }

    private static void checkNode(Review review, String node) {
        String name = review.call().name();
        if (name.isEmpty() && review instanceof Review.Create) {
            name = review.object().fields("metadata").string("name");
        }
        if (!name.equals(node)) {
            throw review.forbidden(
                    "node \"%s\" is not allowed to modify node \"%s\"".formatted(node, name));
        }
        Set<String> forbidden = NodeLabels.forbidden(labels(review.object()), labels(review.old()));
        switch (review) {
            case Review.Create _ -> {
                if (!forbidden.isEmpty()) {
                    throw review.forbidden(
                            "node \"%s\" is not allowed to set the following labels: %s"
                                    .formatted(node, String.join(", ", forbidden)));
                }
            }
            case Review.Update _ -> {
                List<?> taints = review.object().fields("spec").list("taints");
                if (!taints.equals(review.old().fields("spec").list("taints"))) {
                    throw review.forbidden(
                            "node \"%s\" is not allowed to modify taints".formatted(node));
                }
                if (!forbidden.isEmpty()) {
                    throw review.forbidden(
                            "is not allowed to modify labels: " + String.join(", ", forbidden));
                }
            }
            case Review.Delete _, Review.Connect _ -> {}
        }
    }

    private void checkToken(Review review, String node) {
        if (!(review instanceof Review.Create) || !review.call().subresource().equals("token")) {
            return;
        }
        Fields bound = review.object().fields("spec").fields("boundObjectRef");
        String name = bound.string("name");
        if (!bound.string("apiVersion").equals("v1")
                || !bound.string("kind").equals("Pod")
                || name.isEmpty()) {
            throw review.forbidden("node requested token not bound to a pod");
        }
        if (bound.string("uid").isEmpty()) {
            throw review.forbidden("node requested token with a pod binding without a uid");
        }
        Pod pod =
                pods.find(ObjectKey.of(review.call().namespace(), name))
                        .orElseThrow(() -> new ApiException(Failure.notFound(Pod.KIND, name)));
        if (!bound.string("uid").equals(pod.uid())) {
            throw review.forbidden(
                    "the UID in the bound object reference (%s) does not match the UID in record. The object might have been deleted and then recreated"
                            .formatted(bound.string("uid")));
        }
        if (!pod.spec().nodeName().equals(node)) {
            throw review.forbidden(
                    "node requested token bound to a pod scheduled on a different node");
        }
    }

    private static void checkLease(Review review, String node) {
        if (!review.call().namespace().equals("kube-node-lease")) {
            throw review.forbidden(
                    "can only access leases in the \"kube-node-lease\" system namespace");
        }
        if (!nameOf(review).equals(node)) {
            throw review.forbidden(
                    "can only access node lease with the same name as the requesting node");
        }
    }

    private static void checkOwnName(Review review, String node) {
        if (!nameOf(review).equals(node)) {
            throw review.forbidden(
                    "can only access CSINode with the same name as the requesting node");
        }
    }

    private static String nameOf(Review review) {
        return review instanceof Review.Create
                ? review.object().fields("metadata").string("name")
                : review.call().name();
    }
}
