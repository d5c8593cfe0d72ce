package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How much of a capacity that several claims share one of them may take.
final class RequestPolicyValidation {

    private static final int OPTIONS_MAX = 10;

    private final Quantity capacity;
    private final FieldErrors errors;

    RequestPolicyValidation(Quantity capacity, FieldErrors errors) {
        this.capacity = capacity;
        this.errors = errors;
    }

    void validate(Fields policy, FieldPath path) {
        boolean listed = !policy.list("validValues").isEmpty();
        Fields range = policy.fieldsOrNull("validRange");
        if (listed && range != null) {
            errors.forbidden(
                    path,
                    "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same time");
            return;
        }
        if (!listed && range == null) {
            return;
        }
        String kind = listed ? "validValues" : "validRange";
        if (!Trees.isSet(policy, "default")) {
            errors.required(path.child("default"), "required when " + kind + " is defined");
            return;
        }
        Quantity usual = Trees.quantity(policy.value("default"));
        if (range == null) {
            values(policy, usual, path.child(kind));
        } else {
            range(range, usual, path.child(kind));
        }
    }

    private void values(Fields policy, Quantity usual, FieldPath path) {
        List<Quantity> values = new ArrayList<>();
        policy.list("validValues").forEach(value -> values.add(Trees.quantity(value)));
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i - 1).compareTo(values.get(i)) > 0) {
                errors.invalid(
                        path.index(i),
                        values.get(i).toString(),
                        "values must be sorted in ascending order");
            }
        }
        if (DeviceParts.fits(values, OPTIONS_MAX, path, errors)) {
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i).compareTo(capacity) > 0) {
                    errors.invalid(
                            path.index(i),
                            values.get(i).toString(),
                            "option is larger than capacity value: " + capacity);
                }
            }
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < values.size(); i++) {
                if (!seen.add(values.get(i).value())) {
                    errors.duplicate(path.index(i), Long.toString(values.get(i).value()));
                }
            }
        }
        if (values.stream().noneMatch(value -> value.compareTo(usual) == 0)) {
            errors.invalid(
                    path,
                    usual.toString(),
                    "default value is not valid according to the requestPolicy");
        }
    }

    private void range(Fields range, Quantity usual, FieldPath path) {
        if (!Trees.isSet(range, "min")) {
            errors.required(path.child("min"), "required when validRange is defined");
            return;
        }
        Quantity min = Trees.quantity(range.value("min"));
        atMostCapacity("min", min, path);
        if (usual.compareTo(min) < 0) {
            errors.invalid(path.child("min"), usual.toString(), "default is less than min: " + min);
        }
        boolean hasMax = Trees.isSet(range, "max");
        Quantity max = Trees.quantity(range.value("max"));
        if (hasMax) {
            if (min.compareTo(max) > 0) {
                errors.invalid(path.child("max"), min.toString(), "min is larger than max: " + max);
            }
            atMostCapacity("max", max, path);
            if (usual.compareTo(max) > 0) {
                errors.invalid(
                        path.child("max"), usual.toString(), "default is more than max: " + max);
            }
        }
        if (Trees.isSet(range, "step")) {
            step(range, usual, min, path.child("step"));
        }
    }

    private void atMostCapacity(String name, Quantity value, FieldPath path) {
        if (value.compareTo(capacity) > 0) {
            errors.invalid(
                    path.child(name),
                    value.toString(),
                    name + " is larger than capacity value: " + capacity);
        }
    }

    private void step(Fields range, Quantity usual, Quantity min, FieldPath path) {
        Quantity step = Trees.quantity(range.value("step"));
        Quantity first = min.plus(step);
        if (first.compareTo(capacity) > 0) {
            errors.invalid(
                    path,
                    step.toString(),
                    "one step " + first + " is larger than capacity value: " + capacity);
        }
        onStep(usual, min, step, path);
        if (Trees.isSet(range, "max")) {
            onStep(Trees.quantity(range.value("max")), min, step, path);
        }
    }

    private void onStep(Quantity value, Quantity min, Quantity step, FieldPath path) {
        // Upstream divides by zero here; a step of nothing leads nowhere.
        boolean fits =
                step.value() != 0
                        ? (value.value() - min.value()) % step.value() == 0
                        : value.value() == min.value();
        if (!fits) {
            errors.invalid(
                    path,
                    value.toString(),
                    "value is not a multiple of a given step (" + step + ") from (" + min + ")");
        }
    }
}
