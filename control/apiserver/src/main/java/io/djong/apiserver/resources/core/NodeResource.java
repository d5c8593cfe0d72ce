package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Nodes.
///
/// @spec https://kubernetes.io/docs/concepts/architecture/nodes/ Nodes
final class NodeResource implements KindRules {

    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
    private static final String ROLE_LABEL = "kubernetes.io/role";

    /// What can be allocated is everything, unless the kubelet says less.
    @Override
    public Fields defaults(Fields object) {
        Fields changed = object;
        Fields status = object.fields("status");
        if (status.value("allocatable") == null && status.value("capacity") != null) {
            changed = changed.withAt(status.value("capacity"), "status", "allocatable");
        }
        List<String> ranges = Trees.texts(changed.fields("spec"), "podCIDRs");
        String range = changed.fields("spec").string("podCIDR");
        if (ranges.isEmpty() && !range.isEmpty()) {
            changed = changed.withAt(List.of(range), "spec", "podCIDRs");
        } else if (!range.isEmpty()
                && !range.equals(ranges.isEmpty() ? range : ranges.getFirst())) {
            // The older field wins.
            changed = changed.withAt(List.of(range), "spec", "podCIDRs");
        } else if (range.isEmpty() && !ranges.isEmpty()) {
            changed = changed.withAt(ranges.getFirst(), "spec", "podCIDR");
        }
        return changed;
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        return within(object, "spec", spec -> spec.without("configSource"));
    }

    /// A kubelet tells the state of its node as it registers it.
    @Override
    public boolean keepsStatusOnCreate() {
        return true;
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return prepareForCreate(object, context);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        NodeValidation.validateCreate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        // Upstream does both, so what both check is blamed twice.
        NodeValidation.validateCreate(object, errors);
        NodeValidation.validateUpdate(object, before, errors);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of(
                "spec.unschedulable",
                object -> Boolean.toString(object.fields("spec").bool("unschedulable")));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Status"),
                Column.string("Roles"),
                Column.AGE,
                Column.string("Version"),
                Column.string("Internal-IP").wide(),
                Column.string("External-IP").wide(),
                Column.string("OS-Image").wide(),
                Column.string("Kernel-Version").wide(),
                Column.string("Container-Runtime").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields info = object.fields("status").fields("nodeInfo");
        return List.of(
                Trees.name(object),
                status(object),
                roles(object.fields("metadata").fields("labels")),
                Ages.age(object, now),
                info.string("kubeletVersion"),
                address(object, "InternalIP"),
                address(object, "ExternalIP"),
                orUnknown(info.string("osImage")),
                orUnknown(info.string("kernelVersion")),
                orUnknown(info.string("containerRuntimeVersion")));
    }

    private static String status(Fields node) {
        String ready = "Unknown";
        for (Fields condition : Trees.objects(node.fields("status"), "conditions")) {
            if (condition.string("type").equals("Ready")) {
                ready = condition.string("status").equals("True") ? "Ready" : "NotReady";
            }
        }
        return node.fields("spec").bool("unschedulable") ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(Fields labels) {
        TreeSet<String> roles = new TreeSet<>();
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.nameAt(i);
            if (label.startsWith(ROLE_PREFIX) && label.length() > ROLE_PREFIX.length()) {
                roles.add(label.substring(ROLE_PREFIX.length()));
            } else if (label.equals(ROLE_LABEL) && !labels.string(label).isEmpty()) {
                roles.add(labels.string(label));
            }
        }
        return roles.isEmpty() ? "<none>" : String.join(",", roles);
    }

    private static String address(Fields node, String type) {
        for (Fields address : Trees.objects(node.fields("status"), "addresses")) {
            if (address.string("type").equals(type)) {
                return address.string("address");
            }
        }
        return "<none>";
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? Ages.UNKNOWN : text;
    }
}
