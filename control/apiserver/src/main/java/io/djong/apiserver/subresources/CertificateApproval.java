package io.djong.apiserver.subresources;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.certificates.CertificateConditions;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.Clock;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `certificatesigningrequests/approval`: the conditions by which a request is approved or denied, for good.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/ Certificates and Certificate Signing Requests
final class CertificateApproval {

    private static final FieldPath CONDITIONS = FieldPath.of("status", "conditions");
    private static final List<String> DECISIONS = List.of("Approved", "Denied");

    private CertificateApproval() {}

    static PartVerb.Part part(Clock clock) {
        return (before, submitted) -> merged(before, submitted, clock);
    }

    private static Fields merged(Fields before, Fields submitted, Clock clock) {
        List<@Nullable Object> old = before.fields("status").list("conditions");
        List<Object> wanted =
                CertificateConditions.stamped(
                        Trees.objects(submitted.fields("status"), "conditions"),
                        Trees.objects(before.fields("status"), "conditions"),
                        Times.seconds(clock.now()));
        validate(before, old, wanted);
        Fields status = before.fields("status");
        return before.with(
                "status",
                wanted.isEmpty()
                        ? status.without("conditions")
                        : status.with("conditions", wanted));
    }

    private static @Nullable Fields find(List<? extends @Nullable Object> conditions, String type) {
        for (Object condition : conditions) {
            if (condition instanceof Fields one && one.string("type").equals(type)) {
                return one;
            }
        }
        return null;
    }

    private static void validate(Fields before, List<@Nullable Object> old, List<Object> wanted) {
        FieldErrors errors = new FieldErrors();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            Fields condition = (Fields) wanted.get(i);
            validateCondition(condition, CONDITIONS.index(i), seen, errors);
        }
        for (String decision : DECISIONS) {
            if (find(old, decision) != null && find(wanted, decision) == null) {
                errors.forbidden(
                        CONDITIONS,
                        "updates may not remove a condition of type \"" + decision + "\"");
            }
        }
        errors.throwIfAny(
                "certificates.k8s.io",
                "CertificateSigningRequest",
                before.fields("metadata").string("name"));
    }

    private static void validateCondition(
            Fields condition, FieldPath path, Set<String> seen, FieldErrors errors) {
        String type = condition.string("type");
        String status = condition.string("status");
        if (type.isEmpty()) {
            errors.required(path.child("type"), "");
        }
        boolean isDecision = DECISIONS.contains(type) || type.equals("Failed");
        if (status.isEmpty()) {
            errors.required(path.child("status"), "");
        } else if (isDecision && !status.equals("True")) {
            errors.notSupported(path.child("status"), status, "True");
        } else if (!List.of("True", "False", "Unknown").contains(status)) {
            errors.notSupported(path.child("status"), status, "False", "True", "Unknown");
        }
        boolean excluded =
                (type.equals("Approved") && seen.contains("Denied"))
                        || (type.equals("Denied") && seen.contains("Approved"));
        if (excluded) {
            errors.invalid(
                    CONDITIONS, type, "Approved and Denied conditions are mutually exclusive");
        }
        if (!seen.add(type)) {
            errors.duplicate(path.child("type"), type);
        }
    }
}
