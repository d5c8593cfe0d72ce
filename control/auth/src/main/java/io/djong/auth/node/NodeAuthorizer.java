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

    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> OWN_OBJECT =
            Set.of("get", "create", "update", "patch", "delete");

    private final NodeRelations relations;
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
        this.relations = new NodeRelations(podsOfNode, claims, volumes, attachments, slices);
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
            case "/secrets" -> read(name, asked, relations::mayReadSecret);
            case "/configmaps" -> read(name, asked, relations::mayReadConfigMap);
            case "/persistentvolumeclaims" -> claim(name, asked);
            case "/persistentvolumes" -> get(name, asked, relations::mayReadVolume);
            case "resource.k8s.io/resourceclaims" ->
                    get(name, asked, relations::mayReadResourceClaim);
            case "storage.k8s.io/volumeattachments" -> get(name, asked, relations::isAttachedHere);
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

    private Decision claim(String node, Attributes asked) {
        if (!asked.subresource().equals("status")) {
            return get(node, asked, relations::mayReadClaim);
        }
        if (!asked.verb().equals("update") && !asked.verb().equals("patch")) {
            return Decision.noOpinion("can only get/update/patch this type");
        }
        return related(node, asked, relations::mayReadClaim);
    }

    private Decision token(String node, Attributes asked) {
        if (!asked.verb().equals("create") || asked.name().isEmpty()) {
            return Decision.noOpinion("can only create tokens for individual service accounts");
        }
        if (!asked.subresource().equals("token")) {
            return Decision.noOpinion("can only create token subresource of serviceaccount");
        }
        return relations.usesAccount(node, asked) ? Decision.allow("") : unrelated(node);
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
            case "get", "update", "patch", "delete" -> related(node, asked, relations::isSliceOf);
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
            case "/get" -> get(node, asked, relations::isHere);
            case "/list", "/watch" -> {
                if (selects(asked, "spec.nodeName", node)) {
                    yield Decision.allow("");
                }
                yield asked.name().isEmpty()
                        ? Decision.noOpinion(
                                "can only list/watch pods with spec.nodeName field selector")
                        : related(node, asked, relations::isHere);
            }
            case "/create", "/delete", "status/update", "status/patch", "eviction/create" ->
                    Decision.allow("");
            default -> Decision.NO_OPINION;
        };
    }
}
