package io.djong.auth.node;

import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.resource.v1.ResourceSlice;
import io.djong.api.storage.v1.VolumeAttachment;
import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.auth.Decision;
import io.djong.auth.ServiceAccountNames;
import io.djong.auth.Users;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/// Judges the requests of kubelets; has no opinion about others. Texts are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/node/ Using Node Authorization
public final class NodeAuthorizer implements Authorizer {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> OWN_OBJECT =
            Set.of("get", "create", "update", "patch", "delete");

    private final Function<String, ? extends Collection<Pod>> podsOfNode;
    private final Lookup<PersistentVolumeClaim> claims;
    private final Lookup<PersistentVolume> volumes;
    private final Lookup<VolumeAttachment> attachments;
    private final Lookup<ResourceSlice> slices;
    private final Predicate<Attributes> otherRules;

    /// @param podsOfNode the pods whose `spec.nodeName` that is; asked for nearly every request of a kubelet
    /// @param otherRules what every node may do, from the cluster role `system:node`
    public NodeAuthorizer(
            Function<String, ? extends Collection<Pod>> podsOfNode,
            Lookup<PersistentVolumeClaim> claims,
            Lookup<PersistentVolume> volumes,
            Lookup<VolumeAttachment> attachments,
            Lookup<ResourceSlice> slices,
            Predicate<Attributes> otherRules) {
        this.podsOfNode = podsOfNode;
        this.claims = claims;
        this.volumes = volumes;
        this.attachments = attachments;
        this.slices = slices;
        this.otherRules = otherRules;
    }

    @Override
    public Decision authorize(Attributes asked) {
        if (!Users.isNode(asked.user())) {
            return Decision.NO_OPINION;
        }
        Optional<String> node = ServiceAccountNames.node(asked.user().name());
        if (node.isEmpty()) {
            return Decision.noOpinion("unknown node for user \"" + asked.user().name() + "\"");
        }
        if (!asked.isResourceRequest()) {
            return byRules(asked);
        }
        String name = node.get();
        return switch (asked.group() + "/" + asked.resource()) {
            case "/secrets" -> read(name, asked, this::mayReadSecret);
            case "/configmaps" ->
                    read(name, asked, (at, it) -> anyPod(at, it, PodReferences::usesConfigMap));
            case "/persistentvolumeclaims" -> claim(name, asked);
            case "/persistentvolumes" -> get(name, asked, this::mayReadVolume);
            case "resource.k8s.io/resourceclaims" ->
                    get(name, asked, (at, it) -> anyPod(at, it, PodReferences::usesResourceClaim));
            case "storage.k8s.io/volumeattachments" -> get(name, asked, this::isAttachedHere);
            case "/serviceaccounts" -> token(name, asked);
            case "coordination.k8s.io/leases" -> lease(name, asked);
            case "storage.k8s.io/csinodes" -> csiNode(name, asked);
            case "resource.k8s.io/resourceslices" -> slice(name, asked);
            case "/nodes" -> node(name, asked);
            case "/pods" -> pod(name, asked);
            default -> byRules(asked);
        };
    }

    private Decision byRules(Attributes asked) {
        return otherRules.test(asked) ? Decision.allow("") : Decision.NO_OPINION;
    }

    private Decision read(
            String node, Attributes asked, BiPredicate<String, Attributes> isRelated) {
        if (!READ.contains(asked.verb())) {
            return Decision.noOpinion("can only read resources of this type");
        }
        if (!asked.subresource().isEmpty()) {
            return Decision.noOpinion("cannot read subresource");
        }
        if (asked.namespace().isEmpty()) {
            return Decision.noOpinion("can only read namespaced object of this type");
        }
        return related(node, asked, isRelated);
    }

    private Decision get(String node, Attributes asked, BiPredicate<String, Attributes> isRelated) {
        if (!asked.verb().equals("get")) {
            return Decision.noOpinion("can only get individual resources of this type");
        }
        if (!asked.subresource().isEmpty()) {
            return Decision.noOpinion("cannot get subresource");
        }
        return related(node, asked, isRelated);
    }

    private static Decision related(
            String node, Attributes asked, BiPredicate<String, Attributes> isRelated) {
        if (asked.name().isEmpty()) {
            return Decision.noOpinion("No Object name found");
        }
        return isRelated.test(node, asked) ? Decision.allow("") : unrelated(node);
    }

    private static Decision unrelated(String node) {
        return Decision.noOpinion(
                "no relationship found between node '" + node + "' and this object");
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

    private boolean mayReadSecret(String node, Attributes asked) {
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

    private boolean mayReadVolume(String node, Attributes asked) {
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

    private boolean isAttachedHere(String node, Attributes asked) {
        return attachments
                .find(ObjectKey.of(asked.name()))
                .map(attachment -> attachment.spec().nodeName().equals(node))
                .orElse(false);
    }

    private Decision claim(String node, Attributes asked) {
        if (!asked.subresource().equals("status")) {
            return get(node, asked, (at, it) -> anyPod(at, it, PodReferences::usesClaim));
        }
        if (!asked.verb().equals("update") && !asked.verb().equals("patch")) {
            return Decision.noOpinion("can only get/update/patch this type");
        }
        return related(node, asked, (at, it) -> anyPod(at, it, PodReferences::usesClaim));
    }

    private Decision token(String node, Attributes asked) {
        if (!asked.verb().equals("create") || asked.name().isEmpty()) {
            return Decision.noOpinion("can only create tokens for individual service accounts");
        }
        if (!asked.subresource().equals("token")) {
            return Decision.noOpinion("can only create token subresource of serviceaccount");
        }
        boolean isUsed =
                anyPod(node, asked, (pod, name) -> pod.spec().serviceAccountName().equals(name));
        return isUsed ? Decision.allow("") : unrelated(node);
    }

    private static Decision lease(String node, Attributes asked) {
        if (!OWN_OBJECT.contains(asked.verb())) {
            return Decision.noOpinion(
                    "can only get, create, update, patch, or delete a node lease");
        }
        if (!asked.namespace().equals("kube-node-lease")) {
            return Decision.noOpinion(
                    "can only access leases in the \"kube-node-lease\" system namespace");
        }
        return own(
                node,
                asked,
                "can only access node lease with the same name as the requesting node");
    }

    private static Decision csiNode(String node, Attributes asked) {
        if (!OWN_OBJECT.contains(asked.verb())) {
            return Decision.noOpinion("can only get, create, update, patch, or delete a CSINode");
        }
        if (!asked.subresource().isEmpty()) {
            return Decision.noOpinion("cannot authorize CSINode subresources");
        }
        return own(
                node, asked, "can only access CSINode with the same name as the requesting node");
    }

    /// At creation the name is not known yet; NodeRestriction checks it.
    private static Decision own(String node, Attributes asked, String otherwise) {
        return asked.verb().equals("create") || asked.name().equals(node)
                ? Decision.allow("")
                : Decision.noOpinion(otherwise);
    }

    private Decision slice(String node, Attributes asked) {
        if (!asked.subresource().isEmpty()) {
            return Decision.noOpinion("cannot authorize ResourceSlice subresources");
        }
        return switch (asked.verb()) {
            case "create" -> Decision.allow("");
            case "get", "update", "patch", "delete" ->
                    related(
                            node,
                            asked,
                            (at, it) ->
                                    slices.find(ObjectKey.of(it.name()))
                                            .map(slice ->
                                                    slice.spec()
                                                            .fields()
                                                            .string("nodeName")
                                                            .equals(at))
                                            .orElse(false));
            case "watch", "list", "deletecollection" ->
                    selects(asked, "nodeName", node)
                            ? Decision.allow("")
                            : Decision.noOpinion(
                                    "can only list/watch/deletecollection resourceslices with nodeName field selector");
            default ->
                    Decision.noOpinion(
                            "only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection");
        };
    }

    private static boolean selects(Attributes asked, String field, String value) {
        return asked.fieldSelector().stream()
                .anyMatch(requirement ->
                        requirement.key().equals(field)
                                && requirement.operator().equals("In")
                                && requirement.values().size() == 1
                                && requirement.values().getFirst().equals(value));
    }

    private static Decision node(String node, Attributes asked) {
        return switch (asked.subresource() + "/" + asked.verb()) {
            case "/create", "/update", "/patch", "status/update", "status/patch" ->
                    Decision.allow("");
            case "/get", "/list", "/watch" -> {
                if (asked.name().equals(node)) {
                    yield Decision.allow("");
                }
                yield Decision.noOpinion(
                        asked.name().isEmpty()
                                ? "node '%s' cannot read all nodes, only its own Node object"
                                        .formatted(node)
                                : "node '%s' cannot read '%s', only its own Node object"
                                        .formatted(node, asked.name()));
            }
            default -> Decision.NO_OPINION;
        };
    }

    private Decision pod(String node, Attributes asked) {
        return switch (asked.subresource() + "/" + asked.verb()) {
            case "/get" -> get(node, asked, this::isHere);
            case "/list", "/watch" -> {
                if (selects(asked, "spec.nodeName", node)) {
                    yield Decision.allow("");
                }
                yield asked.name().isEmpty()
                        ? Decision.noOpinion(
                                "can only list/watch pods with spec.nodeName field selector")
                        : related(node, asked, this::isHere);
            }
            case "/create", "/delete", "status/update", "status/patch", "eviction/create" ->
                    Decision.allow("");
            default -> Decision.NO_OPINION;
        };
    }

    private boolean isHere(String node, Attributes asked) {
        return podsOfNode.apply(node).stream()
                .anyMatch(pod ->
                        pod.name().equals(asked.name())
                                && pod.namespace().equals(asked.namespace()));
    }
}
