package io.djong.apiserver.legacy;

import io.djong.meta.GroupVersion;
import io.djong.schema.KindFacts;
import io.djong.schema.KindFacts.Scope;
import java.util.List;

/// Which old versions there are, each group's newest first, and when upstream gave up each.
///
/// @spec https://kubernetes.io/docs/reference/using-api/deprecation-guide/ Deprecated API Migration Guide
final class LegacyVersions {

    /// The release of upstream whose API is served.
    private static final int MINOR = 36;

    static final List<GroupVersion> ALL =
            List.of(
                    of("apps", "v1beta2"),
                    of("apps", "v1beta1"),
                    of("events.k8s.io", "v1beta1"),
                    of("authentication.k8s.io", "v1beta1"),
                    of("authentication.k8s.io", "v1alpha1"),
                    of("authorization.k8s.io", "v1beta1"),
                    of("autoscaling", "v2beta2"),
                    of("autoscaling", "v2beta1"),
                    of("batch", "v1beta1"),
                    of("certificates.k8s.io", "v1beta1"),
                    of("networking.k8s.io", "v1beta1"),
                    of("policy", "v1beta1"),
                    of("rbac.authorization.k8s.io", "v1beta1"),
                    of("rbac.authorization.k8s.io", "v1alpha1"),
                    of("storage.k8s.io", "v1beta1"),
                    of("storage.k8s.io", "v1alpha1"),
                    of("admissionregistration.k8s.io", "v1beta1"),
                    of("admissionregistration.k8s.io", "v1alpha1"),
                    of("apiextensions.k8s.io", "v1beta1"),
                    of("scheduling.k8s.io", "v1beta1"),
                    of("coordination.k8s.io", "v1beta1"),
                    of("node.k8s.io", "v1beta1"),
                    of("node.k8s.io", "v1alpha1"),
                    of("discovery.k8s.io", "v1beta1"),
                    of("resource.k8s.io", "v1beta2"),
                    of("flowcontrol.apiserver.k8s.io", "v1beta3"),
                    of("flowcontrol.apiserver.k8s.io", "v1beta2"),
                    of("flowcontrol.apiserver.k8s.io", "v1beta1"),
                    of("extensions", "v1beta1"));

    private LegacyVersions() {}

    private static GroupVersion of(String group, String version) {
        return new GroupVersion(group, version);
    }

    /// Where kinds of the group `extensions` have moved.
    static String homeGroup(KindFacts kind) {
        String group = kind.groupVersion().group();
        return group.equals("extensions")
                ? switch (kind.kind()) {
                    case "Ingress", "NetworkPolicy" -> "networking.k8s.io";
                    default -> "apps";
                }
                : group;
    }

    /// Whether upstream has given it up by now. The others are off by default, as upstream has them.
    static boolean isRemoved(KindFacts kind) {
        return !kind.removed().isEmpty() && minor(kind.removed()) <= MINOR;
    }

    private static int minor(String release) {
        return Integer.parseInt(release.substring(release.indexOf('.') + 1));
    }

    /// With the end that the published data leaves out.
    static KindFacts withEnd(KindFacts kind) {
        return kind.isRemoved()
                ? kind
                : switch (kind.groupVersion().toString()) {
                    case "apiextensions.k8s.io/v1beta1" -> ended(kind, "1.16", "1.22");
                    case "rbac.authorization.k8s.io/v1alpha1" -> ended(kind, "1.17", "1.22");
                    case "node.k8s.io/v1alpha1" -> ended(kind, "1.20", "1.22");
                    default -> kind;
                };
    }

    private static KindFacts ended(KindFacts kind, String deprecated, String removed) {
        String today = kind.groupVersion().group() + "/v1/" + kind.kind();
        return new KindFacts(
                kind.groupVersion(),
                kind.kind(),
                kind.typeName(),
                kind.scope() == null ? Scope.CLUSTER : kind.scope(),
                kind.subresources(),
                kind.introduced(),
                deprecated,
                removed,
                today);
    }

    /// What the `Warning` header says, in upstream's words.
    static String warning(KindFacts kind) {
        StringBuilder text = new StringBuilder();
        text.append(kind.groupVersion()).append(' ').append(kind.kind());
        text.append(" is deprecated in v").append(kind.deprecated()).append('+');
        text.append(", unavailable in v").append(kind.removed()).append('+');
        String replacement = kind.replacement();
        if (!replacement.isEmpty()) {
            int kindAt = replacement.lastIndexOf('/');
            text.append("; use ")
                    .append(replacement, 0, kindAt)
                    .append(' ')
                    .append(replacement, kindAt + 1, replacement.length());
        }
        return text.toString();
    }
}
