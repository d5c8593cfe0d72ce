package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What a CSIDriver must be like. Texts as in Kubernetes 1.36.
final class CsiDriverValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final long TOKEN_SECONDS_MIN = 600;
    private static final long TOKEN_SECONDS_MAX = 1L << 32;
    private static final long UPDATE_SECONDS_MIN = 10;
    private static final List<String> LIFECYCLES = List.of("Persistent", "Ephemeral");
    private static final List<String> GROUP_POLICIES =
            List.of("File", "None", "ReadWriteOnceWithFSType");

    private CsiDriverValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        for (String name : List.of("attachRequired", "podInfoOnMount", "storageCapacity")) {
            if (!Trees.isSet(spec, name)) {
                errors.required(SPEC.child(name), "");
            }
        }
        String policy = spec.stringOrNull("fsGroupPolicy");
        if (policy != null) {
            Checks.supported(policy, GROUP_POLICIES, SPEC.child("fsGroupPolicy"), errors);
        }
        tokens(spec, errors);
        for (String mode : Trees.texts(spec, "volumeLifecycleModes")) {
            Checks.supported(mode, LIFECYCLES, SPEC.child("volumeLifecycleModes"), errors);
        }
        if (!Trees.isSet(spec, "seLinuxMount")) {
            errors.required(SPEC.child("seLinuxMount"), "");
        }
        Long period = spec.integerOrNull("nodeAllocatableUpdatePeriodSeconds");
        if (period != null && period < UPDATE_SECONDS_MIN) {
            errors.invalid(
                    SPEC.child("nodeAllocatableUpdatePeriodSeconds"),
                    period,
                    "must be greater than or equal to " + UPDATE_SECONDS_MIN + " seconds");
        }
        if (spec.bool("serviceAccountTokenInSecrets") && spec.list("tokenRequests").isEmpty()) {
            errors.invalid(
                    SPEC.child("serviceAccountTokenInSecrets"),
                    true,
                    "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
        }
    }

    private static void tokens(Fields spec, FieldErrors errors) {
        Set<String> audiences = new HashSet<>();
        List<Fields> requests = Trees.objects(spec, "tokenRequests");
        for (int i = 0; i < requests.size(); i++) {
            FieldPath path = SPEC.child("tokenRequests").index(i);
            String audience = requests.get(i).string("audience");
            if (!audiences.add(audience)) {
                errors.duplicate(path.child("audience"), audience);
                continue;
            }
            Long seconds = requests.get(i).integerOrNull("expirationSeconds");
            FieldPath at = path.child("expirationSeconds");
            if (seconds != null && seconds < TOKEN_SECONDS_MIN) {
                errors.invalid(at, seconds, "may not specify a duration less than 10 minutes");
            }
            if (seconds != null && seconds > TOKEN_SECONDS_MAX) {
                errors.invalid(at, seconds, "may not specify a duration larger than 2^32 seconds");
            }
        }
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validate(object, errors);
        Fields spec = object.fields("spec");
        for (String name : List.of("attachRequired", "volumeLifecycleModes")) {
            if (!Objects.equals(spec.value(name), before.fields("spec").value(name))) {
                errors.invalid(SPEC.child(name), spec.value(name), FieldErrors.IMMUTABLE);
            }
        }
    }
}
