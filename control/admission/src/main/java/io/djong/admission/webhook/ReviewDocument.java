package io.djong.admission.webhook;

import io.djong.admission.Call;
import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `AdmissionReview` that a webhook is sent.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#webhook-request-and-response Webhook request and response
final class ReviewDocument {

    static final String GROUP = "admission.k8s.io";

    private static final List<String> VERSIONS = List.of("v1", "v1beta1");

    private ReviewDocument() {}

    /// The first version of the webhook's that is known here.
    static Optional<String> version(Hook hook) {
        return hook.reviewVersions().stream().filter(VERSIONS::contains).findFirst();
    }

    /// @param seen with its objects in the version of `target`
    static Fields of(String version, String uid, Review seen, Target target) {
        Call call = seen.call();
        Fields.Builder request = Fields.builder();
        request.add("uid", uid);
        request.add("kind", kind(target.kindVersion(), target.kind()));
        request.add("resource", resource(target.resourceVersion(), target.resource()));
        addUnlessEmpty(request, "subResource", call.subresource());
        request.add("requestKind", kind(call.kindVersion(), call.kind()));
        request.add("requestResource", resource(call.resourceVersion(), call.resource()));
        addUnlessEmpty(request, "requestSubResource", call.subresource());
        addUnlessEmpty(request, "name", call.name());
        // As upstream: requests for a Namespace are in it.
        addUnlessEmpty(
                request,
                "namespace",
                seen.isOf("", "namespaces", call.subresource()) ? call.name() : call.namespace());
        request.add("operation", seen.operation());
        request.add("userInfo", user(call.user()));
        request.add("object", object(seen.object(), target, seen));
        request.add("oldObject", object(seen.old(), target, seen));
        request.add("dryRun", call.isDryRun());
        request.add("options", call.options().isEmpty() ? null : call.options());
        return Fields.of(
                "kind",
                "AdmissionReview",
                "apiVersion",
                GROUP + "/" + version,
                "request",
                request.build());
    }

    private static Fields kind(GroupVersion version, String kind) {
        return Fields.of("group", version.group(), "version", version.version(), "kind", kind);
    }

    private static Fields resource(GroupVersion version, String resource) {
        return Fields.of(
                "group", version.group(), "version", version.version(), "resource", resource);
    }

    private static @Nullable Fields object(Fields object, Target target, Review seen) {
        if (object.isEmpty()) {
            return null;
        }
        if (seen instanceof Review.Connect || object.has("kind")) {
            return object;
        }
        Fields.Builder whole = Fields.builder();
        whole.add("kind", target.kind()).add("apiVersion", target.kindVersion().toString());
        object.forEach((name, value) -> {
            if (!name.equals("apiVersion")) {
                whole.add(name, value);
            }
        });
        return whole.build();
    }

    private static Fields user(UserInfo user) {
        Fields.Builder info = Fields.builder();
        addUnlessEmpty(info, "username", user.name());
        addUnlessEmpty(info, "uid", user.uid());
        if (!user.groups().isEmpty()) {
            info.add("groups", user.groups());
        }
        if (!user.extra().isEmpty()) {
            info.add("extra", Fields.copyOf(user.extra()));
        }
        return info.build();
    }

    private static void addUnlessEmpty(Fields.Builder tree, String name, String value) {
        if (!value.isEmpty()) {
            tree.add(name, value);
        }
    }
}
