package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a Node must be like.
final class NodeValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath RANGES = SPEC.child("podCIDRs");

    private NodeValidation() {}

    static void validateCreate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        taints(spec, errors);
        amounts(object.fields("status"), errors);
        List<String> ranges = Trees.texts(spec, "podCIDRs");
        int before = errors.size();
        for (int i = 0; i < ranges.size(); i++) {
            Addresses.range(ranges.get(i), RANGES.index(i), errors);
        }
        if (ranges.size() < 2) {
            return;
        }
        int families = 0;
        for (int i = 0; i < ranges.size(); i++) {
            if (!Addresses.isRange(ranges.get(i))) {
                errors.internal(
                        RANGES,
                        "invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR["
                                + i
                                + "]: <nil> (invalid CIDR address: "
                                + ranges.get(i)
                                + ")");
                break;
            }
            families |= ranges.get(i).contains(":") ? 2 : 1;
        }
        if (errors.size() > before || families != 3 || ranges.size() > 2) {
            errors.invalid(RANGES, ranges, "may specify no more than one CIDR for each IP family");
        }
    }

    private static void amounts(Fields status, FieldErrors errors) {
        for (String list : List.of("capacity", "allocatable")) {
            Fields amounts = status.fields(list);
            for (String name : amounts.keySet()) {
                ResourceValidation.value(
                        name, amounts.value(name), FieldPath.of("status", list, name), errors);
            }
        }
    }

    private static void addresses(Fields status, FieldErrors errors) {
        Set<Fields> seen = new HashSet<>();
        List<Fields> addresses = Trees.objects(status, "addresses");
        for (int i = 0; i < addresses.size(); i++) {
            if (!seen.add(addresses.get(i))) {
                errors.duplicate(
                        FieldPath.of("status", "addresses").index(i),
                        GoForm.of("NodeAddress", addresses.get(i)));
            }
        }
    }

    private static void taints(Fields spec, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        List<Fields> taints = Trees.objects(spec, "taints");
        for (int i = 0; i < taints.size(); i++) {
            Fields taint = taints.get(i);
            // The path is upstream's.
            FieldPath at = FieldPath.of("metadata", "taints").index(i);
            Checks.labelName(taint.string("key"), at.child("key"), errors);
            List<String> wrong = Names.labelValue(taint.string("value"));
            if (!wrong.isEmpty()) {
                errors.invalid(at.child("value"), taint.string("value"), String.join(";", wrong));
            }
            Checks.oneOf(
                    taint.string("effect"),
                    TolerationValidation.EFFECTS,
                    at.child("effect"),
                    errors);
            if (!seen.add(taint.string("key") + "/" + taint.string("effect"))) {
                errors.duplicate(
                        at,
                        GoForm.of("Taint", taint),
                        "taints must be unique by key and effect pair");
            }
        }
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields old = before.fields("spec");
        amounts(object.fields("status"), errors);
        addresses(object.fields("status"), errors);
        List<String> ranges = Trees.texts(spec, "podCIDRs");
        List<String> was = Trees.texts(old, "podCIDRs");
        if (!was.isEmpty() && !was.equals(ranges)) {
            errors.forbidden(
                    RANGES, "node updates may not change podCIDR except from \"\" to valid");
        }
        String provider = old.string("providerID");
        if (!provider.isEmpty() && !provider.equals(spec.string("providerID"))) {
            errors.forbidden(
                    SPEC.child("providerID"),
                    "node updates may not change providerID except from \"\" to valid");
        }
        taints(spec, errors);
        if (!spec.string("externalID").equals(old.string("externalID"))) {
            errors.forbidden(SPEC.child("externalID"), "may not be updated");
        }
    }
}
