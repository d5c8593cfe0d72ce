package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ Taints and Tolerations
public final class TolerationValidation {

    public static final List<String> EFFECTS =
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private TolerationValidation() {}

    /// @param owner what has the list `tolerations`
    public static void validate(Fields owner, FieldPath path, FieldErrors errors) {
        List<Fields> tolerations = Trees.objects(owner, "tolerations");
        for (int i = 0; i < tolerations.size(); i++) {
            one(tolerations.get(i), path.index(i), errors);
        }
    }

    private static void one(Fields toleration, FieldPath path, FieldErrors errors) {
        String key = toleration.string("key");
        String operator = toleration.string("operator");
        String effect = toleration.string("effect");
        String value = toleration.string("value");
        if (!key.isEmpty()) {
            Checks.labelName(key, path.child("key"), errors);
        } else if (!operator.equals("Exists")) {
            errors.invalid(
                    path.child("operator"),
                    operator,
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        if (toleration.integerOrNull("tolerationSeconds") != null && !effect.equals("NoExecute")) {
            errors.invalid(
                    path.child("effect"),
                    effect,
                    "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        switch (operator) {
            case "", "Equal" -> {
                List<String> wrong = Names.labelValue(value);
                if (!wrong.isEmpty()) {
                    errors.invalid(path.child("operator"), value, String.join(";", wrong));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    errors.invalid(
                            path.child("operator"),
                            value,
                            "value must be empty when `operator` is 'Exists'");
                }
            }
            default -> errors.notSupported(path.child("operator"), operator, "Equal", "Exists");
        }
        if (!effect.isEmpty()) {
            Checks.supported(effect, EFFECTS, path.child("effect"), errors);
        }
    }
}
