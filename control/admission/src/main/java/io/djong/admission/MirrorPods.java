package io.djong.admission;

import io.djong.api.core.v1.Node;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.List;

/// The pods that a kubelet may create: pictures of what it runs of its own accord, which open no doors in the API.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/ Static Pods
record MirrorPods(Lookup<Node> nodes) {

    void check(Review review, String node) {
        Fields pod = review.object();
        Fields spec = PodTrees.spec(pod);
        if (!PodTrees.isMirror(pod)) {
            throw review.forbidden(
                    "pod does not have \"%s\" annotation, node \"%s\" can only create mirror pods"
                            .formatted(PodTrees.MIRROR, node));
        }
        String who = "node \"" + node + "\" ";
        if (!spec.string("nodeName").equals(node)) {
            throw review.forbidden(who + "can only create pods with spec.nodeName set to itself");
        }
        List<Fields> owners = PodTrees.objects(pod.fields("metadata"), "ownerReferences");
        if (owners.size() > 1) {
            throw review.forbidden(
                    who + "can only create pods with a single owner reference set to itself");
        }
        if (owners.isEmpty()) {
            throw review.forbidden(
                    who + "can only create pods with an owner reference set to itself");
        }
        checkOwner(review, node, owners.getFirst());
        if (!spec.string("serviceAccountName").isEmpty()) {
            throw review.forbidden(who + "can not create pods that reference a service account");
        }
        if (PodSecretNames.usesSecrets(spec)) {
            throw review.forbidden(who + "can not create pods that reference secrets");
        }
        if (PodSecretNames.usesConfigMaps(spec)) {
            throw review.forbidden(who + "can not create pods that reference configmaps");
        }
        for (Fields volume : PodTrees.objects(spec, "volumes")) {
            if (volume.value("persistentVolumeClaim") != null) {
                throw review.forbidden(
                        who + "can not create pods that reference persistentvolumeclaims");
            }
            if (PodTrees.objects(volume.fields("projected"), "sources").stream()
                    .anyMatch(source -> source.value("clusterTrustBundle") != null)) {
                throw review.forbidden(
                        who + "can not create pods that reference clustertrustbundles");
            }
        }
    }

    private void checkOwner(Review review, String node, Fields owner) {
        String who = "node \"" + node + "\" ";
        if (!owner.string("apiVersion").equals("v1")
                || !owner.string("kind").equals("Node")
                || !owner.string("name").equals(node)) {
            throw review.forbidden(
                    who + "can only create pods with an owner reference set to itself");
        }
        if (!owner.bool("controller")) {
            throw review.forbidden(
                    who + "can only create pods with a controller owner reference set to itself");
        }
        if (owner.bool("blockOwnerDeletion")) {
            throw review.forbidden(who + "must not set blockOwnerDeletion on an owner reference");
        }
        Node found =
                nodes.find(ObjectKey.of(node))
                        .orElseThrow(() -> new ApiException(Failure.notFound(Node.KIND, node)));
        if (!owner.string("uid").equals(found.uid())) {
            throw review.forbidden(
                    "node %s UID mismatch: expected %s got %s"
                            .formatted(node, owner.string("uid"), found.uid()));
        }
    }
}
