package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;

/// When a container is started again, container by container.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restart-rules Container restart rules
final class RestartRules {

    private static final List<String> POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> ACTIONS = List.of("Restart", "RestartAllContainers");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final int RULES_MAX = 20;
    private static final int EXIT_CODES_MAX = 255;

    private RestartRules() {}

    static void validateInit(Fields container, FieldPath path, FieldErrors errors) {
        boolean sidecar = container.string("restartPolicy").equals("Always");
        if (!sidecar) {
            validate(container, path, errors);
        } else if (!container.list("restartPolicyRules").isEmpty()) {
            errors.forbidden(
                    path.child("restartPolicyRules"),
                    "restartPolicyRules are not allowed for init containers with restart policy Always");
        }
    }

    static void validate(Fields container, FieldPath path, FieldErrors errors) {
        String policy = container.stringOrNull("restartPolicy");
        List<Fields> rules = Trees.objects(container, "restartPolicyRules");
        FieldPath at = path.child("restartPolicy");
        if (policy == null) {
            if (rules.isEmpty()) {
                return;
            }
            errors.required(at, "must specify restartPolicy when restart rules are used");
        } else {
            Checks.supported(policy, POLICIES, at, errors);
        }
        if (rules.size() > RULES_MAX) {
            errors.tooLong(path.child("restartPolicyRules"), RULES_MAX);
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), path.child("restartPolicyRules").index(i), errors);
        }
    }

    private static void rule(Fields rule, FieldPath path, FieldErrors errors) {
        Checks.supported(rule.string("action"), ACTIONS, path.child("action"), errors);
        Fields codes = rule.fieldsOrNull("exitCodes");
        if (codes == null) {
            errors.required(path.child("exitCodes"), "must be specified");
            return;
        }
        Checks.supported(
                codes.string("operator"), OPERATORS, path.child("exitCodes", "operator"), errors);
        if (codes.list("values").size() > EXIT_CODES_MAX) {
            errors.tooLong(path.child("exitCodes", "values"), EXIT_CODES_MAX);
        }
    }
}
