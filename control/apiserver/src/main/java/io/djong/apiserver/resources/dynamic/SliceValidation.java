package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.NodeSelectorValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.DriverNames;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.InternalForm;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a ResourceSlice must be like. Texts as in Kubernetes 1.36.
final class SliceValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final int DEVICES_MAX = 128;
    private static final int COSTLY_DEVICES_MAX = 64;
    private static final int COUNTER_SETS_MAX = 8;
    private static final String ONE_PLACE =
            "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    private SliceValidation() {}

    /// @param before null in a create
    static void validate(Fields object, @Nullable Fields before, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields pool = spec.fields("pool");
        DriverNames.validate(spec.string("driver"), SPEC.child("driver"), errors);
        DeviceNames.pool(pool.string("name"), SPEC.child("pool", "name"), errors);
        Checks.positive(
                pool.integer("resourceSliceCount"),
                SPEC.child("pool", "resourceSliceCount"),
                errors);
        if (pool.integer("generation") < 0) {
            errors.invalid(
                    SPEC.child("pool", "generation"),
                    pool.integer("generation"),
                    "must be greater than or equal to zero");
        }
        Fields old = before == null ? null : before.fields("spec");
        if (old != null) {
            errors.immutable(
                    SPEC.child("pool", "name"),
                    pool.string("name"),
                    old.fields("pool").string("name"));
            errors.immutable(SPEC.child("driver"), spec.string("driver"), old.string("driver"));
            errors.immutable(SPEC.child("nodeName"), spec.value("nodeName"), old.value("nodeName"));
        }
        place(spec, errors);
        if (Trees.isSet(spec, "sharedCounters") && Trees.isSet(spec, "devices")) {
            errors.invalid(SPEC, "", "only one of `sharedCounters` or `devices` is allowed");
        }
        devices(spec, old, errors);
        counterSets(Trees.objects(spec, "sharedCounters"), errors);
    }

    private static void place(Fields spec, FieldErrors errors) {
        List<String> set = new ArrayList<>();
        String node = spec.stringOrNull("nodeName");
        if (node != null && node.isEmpty()) {
            errors.invalid(
                    SPEC.child("nodeName"),
                    node,
                    "must be either unset or set to a non-empty string");
        } else if (node != null) {
            set.add("`nodeName`");
            Checks.subdomain(node, SPEC.child("nodeName"), errors);
        }
        Fields selector = spec.fieldsOrNull("nodeSelector");
        if (selector != null) {
            set.add("`nodeSelector`");
            NodeSelectorValidation.validate(selector, true, SPEC.child("nodeSelector"), errors);
            if (selector.list("nodeSelectorTerms").size() != 1) {
                errors.invalid(
                        SPEC.child("nodeSelector", "nodeSelectorTerms"),
                        InternalForm.list(
                                "io.k8s.api.core.v1.NodeSelectorTerm",
                                selector.value("nodeSelectorTerms")),
                        "must have exactly one node selector term");
            }
        }
        for (String name : List.of("allNodes", "perDeviceNodeSelection")) {
            if (spec.bool(name)) {
                set.add("`" + name + "`");
            } else if (Trees.isSet(spec, name)) {
                errors.invalid(SPEC.child(name), false, "must be either unset or set to true");
            }
        }
        if (set.isEmpty()) {
            errors.required(SPEC, ONE_PLACE);
        } else if (set.size() > 1) {
            errors.invalid(
                    SPEC,
                    "{" + String.join(", ", set) + "}",
                    ONE_PLACE + ", but multiple fields are set");
        }
    }

    private static void devices(Fields spec, @Nullable Fields old, FieldErrors errors) {
        List<Fields> devices = Trees.objects(spec, "devices");
        boolean costly =
                devices.stream()
                        .anyMatch(device ->
                                !device.list("taints").isEmpty()
                                        || !device.list("consumesCounters").isEmpty());
        FieldPath path = SPEC.child("devices");
        if (!DeviceParts.fits(devices, costly ? COSTLY_DEVICES_MAX : DEVICES_MAX, path, errors)) {
            return;
        }
        for (int i = 0; i < devices.size(); i++) {
            new DeviceValidation(path.index(i), errors)
                    .validate(
                            devices.get(i),
                            find(old, devices.get(i).string("name")),
                            spec.bool("perDeviceNodeSelection"));
        }
        DeviceParts.distinct(
                devices.stream().map(device -> device.string("name")).toList(), path, errors);
    }

    private static @Nullable Fields find(@Nullable Fields spec, String name) {
        return spec == null
                ? null
                : Trees.objects(spec, "devices").stream()
                        .filter(device -> device.string("name").equals(name))
                        .findFirst()
                        .orElse(null);
    }

    private static void counterSets(List<Fields> sets, FieldErrors errors) {
        FieldPath path = SPEC.child("sharedCounters");
        if (!DeviceParts.fits(sets, COUNTER_SETS_MAX, path, errors)) {
            return;
        }
        for (int i = 0; i < sets.size(); i++) {
            counters(sets.get(i), "name", path.index(i), errors);
        }
        DeviceParts.distinct(sets.stream().map(set -> set.string("name")).toList(), path, errors);
    }

    /// Named amounts, of a set or taken from one.
    static void counters(Fields holder, String name, FieldPath path, FieldErrors errors) {
        if (holder.string(name).isEmpty()) {
            errors.required(path.child(name), "");
        } else {
            Checks.label(holder.string(name), path.child(name), errors);
        }
        Fields counters = holder.fields("counters");
        FieldPath at = path.child("counters");
        if (counters.isEmpty()) {
            errors.required(at, "");
        } else if (counters.size() > DeviceParts.LIST_MAX) {
            errors.tooMany(at, counters.size(), DeviceParts.LIST_MAX);
        } else {
            counters.keySet().forEach(key -> Checks.label(key, at, errors));
        }
    }
}
