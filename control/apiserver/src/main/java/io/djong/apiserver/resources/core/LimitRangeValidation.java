package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a LimitRange must be like.
final class LimitRangeValidation {

    private LimitRangeValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Set<String> types = new HashSet<>();
        List<Fields> limits = Trees.objects(object.fields("spec"), "limits");
        for (int i = 0; i < limits.size(); i++) {
            FieldPath at = FieldPath.of("spec", "limits").index(i);
            String type = limits.get(i).string("type");
            type(type, at.child("type"), errors);
            if (!types.add(type)) {
                errors.duplicate(at.child("type"), type);
            }
            new Limit(limits.get(i), type, at, errors).validate();
        }
    }

    private static void type(String type, FieldPath path, FieldErrors errors) {
        errors.invalid(path, type, Names.qualified(type));
        boolean standard = List.of("Pod", "Container", "PersistentVolumeClaim").contains(type);
        if (Names.qualified(type).isEmpty() && !type.contains("/") && !standard) {
            errors.invalid(path, type, "must be a standard limit type or fully qualified");
        }
    }

    /// One limit of the list.
    private record Limit(Fields limit, String type, FieldPath path, FieldErrors errors) {

        void validate() {
            Set<String> names = new TreeSet<>();
            for (String list :
                    List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")) {
                names.addAll(amounts(list));
            }
            if (type.equals("Pod")) {
                for (String list : List.of("default", "defaultRequest")) {
                    if (!limit.fields(list).isEmpty()) {
                        errors.forbidden(
                                path.child(list), "may not be specified when `type` is 'Pod'");
                    }
                }
            }
            if (type.equals("PersistentVolumeClaim")) {
                boolean bounded =
                        limit.fields("min").has("storage") || limit.fields("max").has("storage");
                if (!bounded) {
                    errors.required(
                            path.child("limits"),
                            "either minimum or maximum storage value is required, but neither was provided");
                }
            }
            names.forEach(this::compare);
        }

        private Set<String> amounts(String list) {
            Fields amounts = limit.fields(list);
            for (String name : amounts.keySet()) {
                FieldPath at = path.child(list).key(name);
                ResourceValidation.resourceName(name, at, errors);
                if (type.equals("Container") && !name.contains("/") && !isOfContainers(name)) {
                    errors.invalid(at, name, "must be a standard resource for containers");
                }
                if (!list.equals("maxLimitRequestRatio")) {
                    ResourceValidation.value(name, amounts.value(name), at, errors);
                }
            }
            return amounts.keySet();
        }

        private static boolean isOfContainers(String name) {
            return Set.of("cpu", "memory", "ephemeral-storage").contains(name)
                    || name.startsWith("hugepages-");
        }

        private @Nullable Quantity amount(String list, String name) {
            Object value = limit.fields(list).value(name);
            return value == null ? null : Trees.quantity(value);
        }

        private void compare(String name) {
            Quantity max = amount("max", name);
            Quantity min = amount("min", name);
            Quantity usual = amount("default", name);
            Quantity request = amount("defaultRequest", name);
            Quantity ratio = amount("maxLimitRequestRatio", name);
            inOrder("min", "min", min, "max", max, name);
            inOrder("defaultRequest", "min", min, "default request", request, name, true);
            inOrder("defaultRequest", "default request", request, "max", max, name);
            inOrder("defaultRequest", "default request", request, "default limit", usual, name);
            inOrder("default", "min", min, "default", usual, name);
            inOrder("default", "default", usual, "max", max, name, true);
            if (ratio != null && ratio.compareTo(Quantity.of(1)) < 0) {
                errors.invalid(
                        path.child("maxLimitRequestRatio").key(name),
                        ratio.toString(),
                        "ratio " + ratio + " is less than 1");
            }
            if (ratio != null && min != null && max != null && min.signum() > 0) {
                double most = (double) max.milliValue() / min.milliValue();
                if (ratio.milliValue() / 1000.0 > most) {
                    errors.invalid(
                            path.child("maxLimitRequestRatio").key(name),
                            ratio.toString(),
                            "ratio "
                                    + ratio
                                    + " is greater than max/min = "
                                    + String.format("%f", most));
                }
            }
        }

        private void inOrder(
                String field,
                String lowName,
                @Nullable Quantity low,
                String highName,
                @Nullable Quantity high,
                String name) {
            inOrder(field, lowName, low, highName, high, name, false);
        }

        private void inOrder(
                String field,
                String lowName,
                @Nullable Quantity low,
                String highName,
                @Nullable Quantity high,
                String name,
                boolean blamesHigh) {
            if (low != null && high != null && low.compareTo(high) > 0) {
                String text =
                        lowName
                                + " value "
                                + low
                                + " is greater than "
                                + highName
                                + " value "
                                + high;
                errors.invalid(
                        path.child(field).key(name), (blamesHigh ? high : low).toString(), text);
            }
        }
    }
}
