package io.djong.admission;

import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Optional;

/// Lets only those name owners who might delete the object anyway, and only those block an owner's deletion who may
/// touch its finalizers.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement OwnerReferencesPermissionEnforcement
public final class OwnerReferencesPermissionEnforcement implements AdmissionPlugin {

    private final Permissions permissions;
    private final KindResources kinds;

    /// Which resource holds the objects of a kind.
    @FunctionalInterface
    public interface KindResources {
        Optional<String> find(GroupVersion version, String kind);
    }

    public OwnerReferencesPermissionEnforcement(Permissions permissions, KindResources kinds) {
        this.permissions = permissions;
        this.kinds = kinds;
    }

    @Override
    public void validate(Review review) {
        boolean isWrite = review instanceof Review.Create || review instanceof Review.Update;
        List<Fields> now = owners(review.object());
        List<Fields> before = owners(review.old());
        if (!isWrite || now.equals(before) || review.isOf("", "pods", "status")) {
            return;
        }
        Call call = review.call();
        UserInfo user = call.user();
        boolean mayDelete =
                permissions.allows(
                        user,
                        "delete",
                        call.group(),
                        call.resource(),
                        call.subresource(),
                        call.namespace(),
                        call.name());
        if (!mayDelete) {
            throw review.forbidden(
                    "cannot set an ownerRef on a resource you can't delete: , <nil>");
        }
        for (Fields owner : now) {
            if (owner.bool("blockOwnerDeletion") && !didBlock(before, owner)) {
                requireFinalizers(review, owner);
            }
        }
    }

    private void requireFinalizers(Review review, Fields owner) {
        GroupVersion version = GroupVersion.parse(owner.string("apiVersion"));
        String kind = owner.string("kind");
        String resource =
                kinds.find(version, kind)
                        .orElseThrow(() ->
                                review.forbidden(
                                        "cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion %s Kind %s: no matches for kind \"%s\" in version \"%s\""
                                                .formatted(version, kind, kind, version)));
        boolean isAllowed =
                permissions.allows(
                        review.call().user(),
                        "update",
                        version.group(),
                        resource,
                        "finalizers",
                        review.call().namespace(),
                        owner.string("name"));
        if (!isAllowed) {
            throw review.forbidden(
                    "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>");
        }
    }

    private static boolean didBlock(List<Fields> before, Fields owner) {
        return before.stream()
                .anyMatch(old ->
                        old.string("uid").equals(owner.string("uid"))
                                && old.bool("blockOwnerDeletion"));
    }

    private static List<Fields> owners(Fields object) {
        return PodTrees.objects(object.fields("metadata"), "ownerReferences");
    }
}
