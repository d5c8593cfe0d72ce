package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.DriverNames;
import io.djong.apiserver.validation.Expressions;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts that classes, claims and slices of devices share. Texts as in Kubernetes 1.36.
final class DeviceParts {

    static final int LIST_MAX = 32;

    private static final int EXPRESSION_MAX = 10 * 1024;
    private static final int PARAMETERS_MAX = 10 * 1024;
    private static final int CONDITIONS_MAX = 4;
    private static final List<String> EFFECTS = List.of("NoExecute", "NoSchedule", "None");

    /// Where compiling device selectors is plugged in.
    private static final Expressions EXPRESSIONS = Expressions.UNCHECKED;

    private DeviceParts() {}

    /// Whether a list is short enough; when it is not, nobody looks into it.
    static boolean fits(List<?> items, int max, FieldPath path, FieldErrors errors) {
        if (items.size() > max) {
            errors.tooMany(path, items.size(), max);
            return false;
        }
        return true;
    }

    static void distinct(List<String> keys, FieldPath path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!seen.add(keys.get(i))) {
                errors.duplicate(path.index(i), keys.get(i));
            }
        }
    }

    /// @param stored whether the selectors are there already, so that their expressions were judged before
    static void selectors(Fields owner, boolean stored, FieldPath path, FieldErrors errors) {
        List<Fields> selectors = Trees.objects(owner, "selectors");
        FieldPath at = path.child("selectors");
        if (!fits(selectors, LIST_MAX, at, errors)) {
            return;
        }
        for (int i = 0; i < selectors.size(); i++) {
            Fields cel = selectors.get(i).fieldsOrNull("cel");
            if (cel == null) {
                errors.required(at.index(i).child("cel"), "");
            } else if (!stored) {
                expression(
                        cel.string("expression"), at.index(i).child("cel", "expression"), errors);
            }
        }
    }

    private static void expression(String expression, FieldPath path, FieldErrors errors) {
        if (expression.getBytes(StandardCharsets.UTF_8).length > EXPRESSION_MAX) {
            errors.tooLong(path, EXPRESSION_MAX);
        } else {
            EXPRESSIONS.validate(
                    expression, Expressions.Use.DEVICE_SELECTOR, Fields.EMPTY, path, errors);
        }
    }

    /// What a driver is told.
    static void configuration(Fields config, boolean stored, FieldPath path, FieldErrors errors) {
        Fields opaque = config.fieldsOrNull("opaque");
        if (opaque == null) {
            errors.required(path.child("opaque"), "");
            return;
        }
        DriverNames.validate(opaque.string("driver"), path.child("opaque", "driver"), errors);
        raw(opaque.value("parameters"), stored, path.child("opaque", "parameters"), errors);
    }

    static void raw(@Nullable Object value, boolean stored, FieldPath path, FieldErrors errors) {
        if (value == null) {
            errors.required(path, "");
        } else if (!stored && Json.write(value).length > PARAMETERS_MAX) {
            errors.tooLong(path, PARAMETERS_MAX);
        } else if (!(value instanceof Fields)) {
            errors.invalid(path, "<value omitted>", "must be a valid JSON object");
        }
    }

    static void toleration(Fields toleration, FieldPath path, FieldErrors errors) {
        String key = toleration.string("key");
        if (!key.isEmpty()) {
            Checks.labelName(key, path.child("key"), errors);
        }
        String value = toleration.string("value");
        switch (toleration.string("operator")) {
            case "Exists" -> {
                if (!value.isEmpty()) {
                    errors.invalid(
                            path.child("value"), value, "must be empty for operator `Exists`");
                }
            }
            case "Equal" -> errors.invalid(path.child("value"), value, Names.labelValue(value));
            default ->
                    Checks.oneOf(
                            toleration.string("operator"),
                            List.of("Equal", "Exists"),
                            path.child("operator"),
                            errors);
        }
        String effect = toleration.string("effect");
        if (!effect.isEmpty()) {
            Checks.supported(effect, EFFECTS, path.child("effect"), errors);
        }
    }

    static void taint(Fields taint, FieldPath path, FieldErrors errors) {
        Checks.labelName(taint.string("key"), path.child("key"), errors);
        String value = taint.string("value");
        errors.invalid(path.child("value"), value, Names.labelValue(value));
        Checks.oneOf(taint.string("effect"), EFFECTS, path.child("effect"), errors);
    }

    /// What has to be true, and what must not be, before a device is bound.
    static void binding(Fields owner, FieldPath path, FieldErrors errors) {
        List<String> wanted = Trees.texts(owner, "bindingConditions");
        List<String> failures = Trees.texts(owner, "bindingFailureConditions");
        FieldPath wantedPath = path.child("bindingConditions");
        FieldPath failuresPath = path.child("bindingFailureConditions");
        labels(wanted, wantedPath, errors);
        labels(failures, failuresPath, errors);
        distinct(wanted, wantedPath, errors);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < failures.size(); i++) {
            if (!seen.add(failures.get(i))) {
                errors.duplicate(failuresPath.index(i), failures.get(i));
            }
            if (wanted.contains(failures.get(i))) {
                errors.invalid(
                        failuresPath.index(i),
                        failures.get(i),
                        "bindingFailureConditions must not overlap with bindingConditions");
            }
        }
        if (wanted.isEmpty() && !failures.isEmpty()) {
            errors.invalid(
                    wantedPath,
                    owner.value("bindingConditions"),
                    "bindingConditions are required to use bindingFailureConditions");
        }
        if (failures.isEmpty() && !wanted.isEmpty()) {
            errors.invalid(
                    failuresPath,
                    owner.value("bindingFailureConditions"),
                    "bindingFailureConditions are required to use bindingConditions");
        }
    }

    private static void labels(List<String> names, FieldPath path, FieldErrors errors) {
        if (fits(names, CONDITIONS_MAX, path, errors)) {
            for (int i = 0; i < names.size(); i++) {
                Checks.labelName(names.get(i), path.index(i), errors);
            }
        }
    }
}
