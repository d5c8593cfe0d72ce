package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the `spec` of a ResourceClaim must be like. Texts as in Kubernetes 1.36.
final class ClaimValidation {

    private static final int ALTERNATIVES_MAX = 8;
    private static final String UNKNOWN_REQUEST =
            "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    private final FieldPath path;
    private final FieldErrors errors;

    /// The requests, each with the names of its alternatives.
    private final Map<String, List<String>> requests = new HashMap<>();

    private ClaimValidation(FieldPath path, FieldErrors errors) {
        this.path = path;
        this.errors = errors;
    }

    static void validate(Fields spec, FieldPath path, FieldErrors errors) {
        new ClaimValidation(path.child("devices"), errors).devices(spec.fields("devices"));
    }

    private void devices(Fields devices) {
        List<Fields> all = Trees.objects(devices, "requests");
        for (Fields request : all) {
            requests.put(request.string("name"), names(Trees.objects(request, "firstAvailable")));
        }
        FieldPath at = path.child("requests");
        if (DeviceParts.fits(all, DeviceParts.LIST_MAX, at, errors)) {
            for (int i = 0; i < all.size(); i++) {
                request(all.get(i), at.index(i));
            }
            DeviceParts.distinct(names(all), at, errors);
        }
        List<Fields> constraints = Trees.objects(devices, "constraints");
        at = path.child("constraints");
        if (DeviceParts.fits(constraints, DeviceParts.LIST_MAX, at, errors)) {
            for (int i = 0; i < constraints.size(); i++) {
                constraint(constraints.get(i), at.index(i));
            }
        }
        List<Fields> configs = Trees.objects(devices, "config");
        at = path.child("config");
        if (DeviceParts.fits(configs, DeviceParts.LIST_MAX, at, errors)) {
            for (int i = 0; i < configs.size(); i++) {
                references(configs.get(i), at.index(i).child("requests"));
                DeviceParts.configuration(configs.get(i), false, at.index(i), errors);
            }
        }
    }

    private static List<String> names(List<Fields> requests) {
        return requests.stream().map(request -> request.string("name")).toList();
    }

    private void request(Fields request, FieldPath at) {
        Checks.label(request.string("name"), at.child("name"), errors);
        List<Fields> alternatives = Trees.objects(request, "firstAvailable");
        Fields exactly = request.fieldsOrNull("exactly");
        if (exactly == null && alternatives.isEmpty()) {
            errors.required(at, "exactly one of `exactly` or `firstAvailable` is required");
        } else if (exactly != null && !alternatives.isEmpty()) {
            errors.invalid(
                    at,
                    null,
                    "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
        } else if (exactly != null) {
            device(exactly, at.child("exactly"));
        } else {
            FieldPath list = at.child("firstAvailable");
            if (DeviceParts.fits(alternatives, ALTERNATIVES_MAX, list, errors)) {
                for (int i = 0; i < alternatives.size(); i++) {
                    Checks.label(
                            alternatives.get(i).string("name"),
                            list.index(i).child("name"),
                            errors);
                    device(alternatives.get(i), list.index(i));
                }
                DeviceParts.distinct(names(alternatives), list, errors);
            }
        }
    }

    private void device(Fields request, FieldPath at) {
        String deviceClass = request.string("deviceClassName");
        if (deviceClass.isEmpty()) {
            errors.required(at.child("deviceClassName"), "");
        } else {
            Checks.subdomain(deviceClass, at.child("deviceClassName"), errors);
        }
        DeviceParts.selectors(request, false, at, errors);
        amount(request, at);
        List<Fields> tolerations = Trees.objects(request, "tolerations");
        for (int i = 0; i < tolerations.size(); i++) {
            DeviceParts.toleration(tolerations.get(i), at.child("tolerations").index(i), errors);
        }
    }

    private void amount(Fields request, FieldPath at) {
        long count = request.integer("count");
        String mode = request.string("allocationMode");
        switch (mode) {
            case "All" -> {
                if (count != 0) {
                    errors.invalid(
                            at.child("count"),
                            count,
                            "must not be specified when allocationMode is 'All'");
                }
            }
            case "ExactCount" -> Checks.positive(count, at.child("count"), errors);
            default -> errors.notSupported(at.child("allocationMode"), mode, "All", "ExactCount");
        }
    }

    private void constraint(Fields constraint, FieldPath at) {
        references(constraint, at.child("requests"));
        String match = constraint.stringOrNull("matchAttribute");
        String distinct = constraint.stringOrNull("distinctAttribute");
        if (match != null) {
            DeviceNames.fullyQualified(match, at.child("matchAttribute"), errors);
        } else if (distinct != null) {
            DeviceNames.fullyQualified(distinct, at.child("distinctAttribute"), errors);
        } else {
            errors.required(
                    at,
                    "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set");
        }
    }

    private void references(Fields owner, FieldPath at) {
        List<String> names = Trees.texts(owner, "requests");
        if (!DeviceParts.fits(names, DeviceParts.LIST_MAX, at, errors)) {
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            reference(names.get(i), at.index(i));
        }
        DeviceParts.distinct(names, at, errors);
    }

    private void reference(String name, FieldPath at) {
        String[] parts = name.split("/", -1);
        if (parts.length > 2) {
            errors.invalid(at, name, UNKNOWN_REQUEST);
            return;
        }
        for (String part : parts) {
            Checks.label(part, at, errors);
        }
        List<String> alternatives = requests.get(parts[0]);
        if (alternatives == null || (parts.length == 2 && !alternatives.contains(parts[1]))) {
            errors.invalid(at, name, UNKNOWN_REQUEST);
        }
    }
}
