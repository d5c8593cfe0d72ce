package io.djong.apiserver.customresources;

import io.djong.apiserver.customresources.Conditions.Condition;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Groups of the Kubernetes community are only for APIs that it has approved of.
///
/// @spec https://github.com/kubernetes/enhancements/blob/master/keps/sig-api-machinery/2337-k8s.io-group-protection/README.md Protection of *.k8s.io groups
public final class ApprovalPolicy {

    static final String CONDITION = "KubernetesAPIApprovalPolicyConformant";

    private static final String ANNOTATION = "api-approved.kubernetes.io";

    private enum State {
        MISSING,
        BYPASSED,
        APPROVED,
        INVALID
    }

    private record Approval(State state, String reason) {}

    private ApprovalPolicy() {}

    private static boolean isProtected(Fields crd) {
        String group = "." + crd.fields("spec").string("group");
        return group.endsWith(".k8s.io") || group.endsWith(".kubernetes.io");
    }

    private static String annotation(Fields crd) {
        return crd.fields("metadata").fields("annotations").string(ANNOTATION);
    }

    private static Approval approval(Fields crd) {
        String text = annotation(crd);
        String must = "protected groups must have approval annotation " + GoText.quote(ANNOTATION);
        String see = ", see https://github.com/kubernetes/enhancements/pull/1111";
        if (text.isEmpty()) {
            return new Approval(State.MISSING, must + see);
        }
        if (text.startsWith("unapproved")) {
            return new Approval(State.BYPASSED, "not approved: " + GoText.quote(text));
        }
        if (isUrl(text)) {
            return new Approval(State.APPROVED, "approved in " + text);
        }
        return new Approval(
                State.INVALID,
                must + " with either a URL or a reason starting with \"unapproved\"" + see);
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null && uri.getAuthority() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /// Null when the group is not protected.
    static @Nullable Condition condition(Fields crd) {
        if (!isProtected(crd)) {
            return null;
        }
        Approval approval = approval(crd);
        String reason =
                switch (approval.state) {
                    case MISSING -> "MissingAnnotation";
                    case BYPASSED -> "UnapprovedAnnotation";
                    case APPROVED -> "ApprovedAnnotation";
                    case INVALID -> "InvalidAnnotation";
                };
        String status = approval.state == State.APPROVED ? "True" : "False";
        return new Condition(CONDITION, status, reason, approval.reason);
    }

    /// @param before null when the definition is new
    public static void validate(Fields crd, @Nullable Fields before, FieldErrors errors) {
        if (!isProtected(crd)) {
            return;
        }
        Approval approval = approval(crd);
        if (before != null && approval(before).state == approval.state) {
            return;
        }
        FieldPath path = FieldPath.of("metadata", "annotations").key(ANNOTATION);
        switch (approval.state) {
            case MISSING -> errors.required(path, approval.reason);
            case INVALID -> errors.invalid(path, annotation(crd), approval.reason);
            case BYPASSED, APPROVED -> {}
        }
    }
}
