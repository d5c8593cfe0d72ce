package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;

/// What a ServiceCIDR must be like. Texts as in Kubernetes 1.36.
final class ServiceCidrValidation {

    private static final FieldPath CIDRS = FieldPath.of("spec", "cidrs");
    private static final int FAMILIES = 2;

    private ServiceCidrValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        List<String> ranges = Trees.texts(object.fields("spec"), "cidrs");
        if (ranges.isEmpty()) {
            errors.required(CIDRS, "at least one CIDR required");
            return;
        }
        if (ranges.size() > FAMILIES) {
            errors.invalid(CIDRS, Fields.of("CIDRs", ranges), "may only hold up to 2 values");
            return;
        }
        if (ranges.size() == FAMILIES
                && ranges.stream().allMatch(Addresses::isRange)
                && ranges.get(0).contains(":") == ranges.get(1).contains(":")) {
            errors.invalid(
                    CIDRS,
                    ranges,
                    "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
        }
        for (int i = 0; i < ranges.size(); i++) {
            Addresses.range(ranges.get(i), CIDRS.index(i), errors);
        }
    }

    /// A second family may be added, nothing else changes.
    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        List<String> now = Trees.texts(object.fields("spec"), "cidrs");
        List<String> old = Trees.texts(before.fields("spec"), "cidrs");
        if (now.equals(old)) {
            return;
        }
        boolean grows = old.size() == 1 && now.size() == FAMILIES;
        if (!grows && now.size() != old.size()) {
            errors.invalid(CIDRS, object.fields("spec").value("cidrs"), FieldErrors.IMMUTABLE);
            return;
        }
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            if (!now.get(i).equals(old.get(i))) {
                changed.add(i);
            }
        }
        for (int i : changed) {
            errors.invalid(CIDRS.index(i), now.get(i), FieldErrors.IMMUTABLE);
        }
        if (grows && changed.isEmpty()) {
            validate(object, errors);
        }
    }
}
