package io.djong.apiserver.customresources;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the paths of the subresource `scale` may lead to.
///
/// @param paths `subresources.scale` of a version
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#scale-subresource Scale subresource
record CustomScale(Fields paths) {

    void validateSpec(Fields object, FieldErrors errors) {
        replicas(object, paths.string("specReplicasPath"), errors);
    }

    void validateStatus(Fields object, FieldErrors errors) {
        replicas(object, paths.string("statusReplicasPath"), errors);
        String selector = paths.string("labelSelectorPath");
        if (!selector.isEmpty()) {
            Found found = find(object, selector);
            if (found.fault != null) {
                errors.invalid(FieldPath.of(selector), "", found.fault);
            } else if (found.value != null && !(found.value instanceof String)) {
                errors.invalid(FieldPath.of(selector), "", wrong(selector, found.value, "string"));
            }
        }
    }

    private static void replicas(Fields object, String path, FieldErrors errors) {
        FieldPath place = FieldPath.of(path);
        Found found = find(object, path);
        if (found.fault != null) {
            errors.invalid(place, 0L, found.fault);
        } else if (found.value == null && !found.there) {
            return;
        } else if (!(found.value instanceof Long replicas)) {
            errors.invalid(place, 0L, wrong(path, found.value, "int64"));
        } else if (replicas < 0) {
            errors.invalid(place, replicas, "should be a non-negative integer");
        } else if (replicas > Integer.MAX_VALUE) {
            errors.invalid(place, replicas, "should be less than or equal to " + Integer.MAX_VALUE);
        }
    }

    /// @param fault why the path leads nowhere, or null
    private record Found(boolean there, @Nullable Object value, @Nullable String fault) {}

    private static Found find(Fields object, String path) {
        List<String> steps = List.of(path.substring(path.startsWith(".") ? 1 : 0).split("\\."));
        Object value = object;
        for (int i = 0; i < steps.size(); i++) {
            if (!(value instanceof Fields fields)) {
                return value == null
                        ? new Found(false, null, null)
                        : new Found(
                                false,
                                null,
                                wrong(
                                        "." + String.join(".", steps.subList(0, i + 1)),
                                        value,
                                        "map[string]interface {}"));
            }
            if (!fields.has(steps.get(i))) {
                return new Found(false, null, null);
            }
            value = fields.value(steps.get(i));
        }
        return new Found(true, value, null);
    }

    private static String wrong(String path, @Nullable Object value, String wanted) {
        return "%s accessor error: %s is of the type %s, expected %s"
                .formatted(path, value == null ? "<nil>" : shown(value), type(value), wanted);
    }

    private static String shown(Object value) {
        return value instanceof Fields || value instanceof List
                ? GoText.map(value)
                : value.toString();
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Long _ -> "int64";
            case Double _ -> "float64";
            case List<?> _ -> "[]interface {}";
            default -> "map[string]interface {}";
        };
    }
}
