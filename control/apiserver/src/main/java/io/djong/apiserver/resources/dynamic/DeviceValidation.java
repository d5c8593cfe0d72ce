package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.NodeSelectorValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one device of a slice must be like.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/ ResourceSlice
final class DeviceValidation {

    private static final int ATTRIBUTES_MAX = 32;
    private static final int TAINTS_MAX = 16;
    private static final int CONSUMPTIONS_MAX = 2;
    private static final int VALUE_MAX = 64;
    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final String PRE = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final String BUILD = "[0-9a-zA-Z-]+";
    private static final Pattern VERSION =
            Pattern.compile(
                    NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(-" + PRE + "(\\." + PRE + ")*)?"
                            + "(\\+" + BUILD + "(\\." + BUILD + ")*)?");
    private static final String ONE_PLACE =
            "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

    private final FieldPath path;
    private final FieldErrors errors;

    DeviceValidation(FieldPath path, FieldErrors errors) {
        this.path = path;
        this.errors = errors;
    }

    /// @param before the device of that name in the stored slice, or null
    /// @param placed whether each device says where it is
    void validate(Fields device, @Nullable Fields before, boolean placed) {
        Checks.label(device.string("name"), path.child("name"), errors);
        Fields attributes = device.fields("attributes");
        Fields capacity = device.fields("capacity");
        if (attributes.size() + capacity.size() > ATTRIBUTES_MAX) {
            errors.invalid(
                    path,
                    (long) (attributes.size() + capacity.size()),
                    "the total number of attributes and capacities must not exceed "
                            + ATTRIBUTES_MAX);
        }
        for (String name : attributes.keySet()) {
            DeviceNames.qualified(name, path.child("attributes"), errors);
            attribute(attributes.fields(name), DeviceNames.entry(path.child("attributes"), name));
        }
        if (before == null
                || !before.fields("capacity").equals(capacity)
                || before.bool("allowMultipleAllocations")
                        != device.bool("allowMultipleAllocations")) {
            capacity(capacity, device.bool("allowMultipleAllocations"));
        }
        if (before == null || !before.list("taints").equals(device.list("taints"))) {
            taints(Trees.objects(device, "taints"));
        }
        consumption(Trees.objects(device, "consumesCounters"));
        if (placed) {
            place(device);
        } else if (Trees.isSet(device, "nodeName")
                || Trees.isSet(device, "nodeSelector")
                || Trees.isSet(device, "allNodes")) {
            errors.invalid(
                    path,
                    null,
                    "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec");
        }
        DeviceParts.binding(device, path, errors);
    }

    private void attribute(Fields attribute, FieldPath at) {
        int set = 0;
        for (String name : List.of("bool", "int", "string", "version")) {
            set += Trees.isSet(attribute, name) ? 1 : 0;
        }
        if (Trees.isSet(attribute, "string") && attribute.string("string").length() > VALUE_MAX) {
            errors.tooLong(at.child("string"), VALUE_MAX);
        }
        String version = attribute.stringOrNull("version");
        if (version != null && !VERSION.matcher(version).matches()) {
            errors.invalid(
                    at.child("version"),
                    version,
                    "must be a string compatible with semver.org spec 2.0.0");
        }
        if (version != null && version.length() > VALUE_MAX) {
            errors.tooLong(at.child("version"), VALUE_MAX);
        }
        if (set == 0) {
            errors.invalid(at, "", "exactly one value must be specified");
        } else if (set > 1) {
            errors.invalid(at, internal(attribute), "exactly one value must be specified");
        }
    }

    private static Fields internal(Fields attribute) {
        return Fields.builder()
                .add("IntValue", attribute.value("int"))
                .add("BoolValue", attribute.value("bool"))
                .add("StringValue", attribute.value("string"))
                .add("VersionValue", attribute.value("version"))
                .build();
    }

    private void capacity(Fields capacities, boolean shared) {
        for (String name : capacities.keySet()) {
            DeviceNames.qualified(name, path.child("capacity"), errors);
            Fields capacity = capacities.fields(name);
            Fields policy = capacity.fieldsOrNull("requestPolicy");
            FieldPath at = DeviceNames.entry(path.child("capacity"), name).child("requestPolicy");
            if (policy != null && !shared) {
                errors.forbidden(at, "allowMultipleAllocations must be true");
            } else if (policy != null) {
                new RequestPolicyValidation(Trees.quantity(capacity.value("value")), errors)
                        .validate(policy, at);
            }
        }
    }

    private void taints(List<Fields> taints) {
        FieldPath at = path.child("taints");
        if (DeviceParts.fits(taints, TAINTS_MAX, at, errors)) {
            for (int i = 0; i < taints.size(); i++) {
                DeviceParts.taint(taints.get(i), at.index(i), errors);
            }
        }
    }

    private void consumption(List<Fields> consumed) {
        FieldPath at = path.child("consumesCounters");
        if (!DeviceParts.fits(consumed, CONSUMPTIONS_MAX, at, errors)) {
            return;
        }
        for (int i = 0; i < consumed.size(); i++) {
            SliceValidation.counters(consumed.get(i), "counterSet", at.index(i), errors);
        }
        DeviceParts.distinct(
                consumed.stream().map(one -> one.string("counterSet")).toList(), at, errors);
    }

    private void place(Fields device) {
        List<String> set = new ArrayList<>();
        String node = device.stringOrNull("nodeName");
        if (node != null && node.isEmpty()) {
            errors.invalid(path.child("nodeName"), node, "must not be empty");
        } else if (node != null) {
            set.add("`nodeName`");
            Checks.subdomain(node, path.child("nodeName"), errors);
        }
        Fields selector = device.fieldsOrNull("nodeSelector");
        if (selector != null) {
            set.add("`nodeSelector`");
            NodeSelectorValidation.validate(selector, true, path.child("nodeSelector"), errors);
        }
        if (device.bool("allNodes")) {
            set.add("`allNodes`");
        } else if (Trees.isSet(device, "allNodes")) {
            errors.invalid(path.child("allNodes"), false, "must be either unset or set to true");
        }
        if (set.isEmpty()) {
            errors.required(path, ONE_PLACE);
        } else if (set.size() > 1) {
            errors.invalid(path, "{" + String.join(", ", set) + "}", ONE_PLACE);
        }
    }
}
