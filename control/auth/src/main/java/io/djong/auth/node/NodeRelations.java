package io.djong.auth.node;

import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.resource.v1.ResourceSlice;
import io.djong.api.storage.v1.VolumeAttachment;
import io.djong.auth.Attributes;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.Collection;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// What concerns a node: its pods, and what these refer to.
final class NodeRelations {

    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final Function<String, ? extends Collection<Pod>> podsOfNode;
    private final Lookup<PersistentVolumeClaim> claims;
    private final Lookup<PersistentVolume> volumes;
    private final Lookup<VolumeAttachment> attachments;
    private final Lookup<ResourceSlice> slices;

    NodeRelations(
            Function<String, ? extends Collection<Pod>> podsOfNode,
            Lookup<PersistentVolumeClaim> claims,
            Lookup<PersistentVolume> volumes,
            Lookup<VolumeAttachment> attachments,
            Lookup<ResourceSlice> slices) {
        this.podsOfNode = podsOfNode;
        this.claims = claims;
        this.volumes = volumes;
        this.attachments = attachments;
        this.slices = slices;
    }

    boolean mayReadConfigMap(String node, Attributes asked) {
        return anyPod(node, asked, PodReferences::usesConfigMap);
    }

    boolean mayReadClaim(String node, Attributes asked) {
        return anyPod(node, asked, PodReferences::usesClaim);
    }

    boolean mayReadResourceClaim(String node, Attributes asked) {
        return anyPod(node, asked, PodReferences::usesResourceClaim);
    }

    boolean usesAccount(String node, Attributes asked) {
        return anyPod(node, asked, (pod, name) -> pod.spec().serviceAccountName().equals(name));
    }

    boolean isSliceOf(String node, Attributes asked) {
        return slices.find(ObjectKey.of(asked.name()))
                .map(slice -> slice.spec().fields().string("nodeName").equals(node))
                .orElse(false);
    }

    /// Mirror pods were made by the node itself and prove nothing.
    private boolean anyPod(String node, Attributes asked, BiPredicate<Pod, String> uses) {
        for (Pod pod : podsOfNode.apply(node)) {
            if (pod.namespace().equals(asked.namespace())
                    && !pod.annotations().containsKey(MIRROR)
                    && uses.test(pod, asked.name())) {
                return true;
            }
        }
        return false;
    }

    boolean mayReadSecret(String node, Attributes asked) {
        return anyPod(node, asked, PodReferences::usesSecret)
                || volumes.list("").stream()
                        .filter(volume -> namesSecret(volume, asked.namespace(), asked.name()))
                        .anyMatch(volume -> isVolumeUsed(node, volume));
    }

    /// The secrets that kubelets need to mount a volume; those of the controllers are not for them.
    private static boolean namesSecret(PersistentVolume volume, String namespace, String name) {
        Fields csi = volume.spec().fields().fields("csi");
        for (String reference : new String[] {"nodePublishSecretRef", "nodeStageSecretRef"}) {
            Fields secret = csi.fields(reference);
            if (secret.string("name").equals(name)
                    && secret.string("namespace").equals(namespace)) {
                return true;
            }
        }
        return false;
    }

    boolean mayReadVolume(String node, Attributes asked) {
        return volumes.find(ObjectKey.of(asked.name()))
                .map(volume -> isVolumeUsed(node, volume))
                .orElse(false);
    }

    private boolean isVolumeUsed(String node, PersistentVolume volume) {
        Fields claim = volume.spec().fields().fields("claimRef");
        String namespace = claim.string("namespace");
        String name = claim.string("name");
        boolean isBound =
                claims.find(ObjectKey.of(namespace, name))
                        .map(found -> found.spec().volumeName().equals(volume.name()))
                        .orElse(false);
        return isBound
                && podsOfNode.apply(node).stream()
                        .anyMatch(pod ->
                                pod.namespace().equals(namespace)
                                        && PodReferences.usesClaim(pod, name));
    }

    boolean isAttachedHere(String node, Attributes asked) {
        return attachments
                .find(ObjectKey.of(asked.name()))
                .map(attachment -> attachment.spec().nodeName().equals(node))
                .orElse(false);
    }

    boolean isHere(String node, Attributes asked) {
        return podsOfNode.apply(node).stream()
                .anyMatch(pod ->
                        pod.name().equals(asked.name())
                                && pod.namespace().equals(asked.namespace()));
    }
}
