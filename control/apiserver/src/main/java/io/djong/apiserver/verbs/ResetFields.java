package io.djong.apiserver.verbs;

import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;
import io.djong.wire.managed.FieldSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an endpoint puts back to what it was, so that nobody who writes there gets to own it.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
final class ResetFields {

    private static final List<String> METADATA = List.of("metadata");
    private static final List<String> SPEC = List.of("spec");
    private static final List<String> STATUS = List.of("status");

    /// Kinds whose status endpoint leaves all of the metadata alone.
    private static final Set<String> STATUS_ONLY =
            Set.of(
                    "apiservices",
                    "customresourcedefinitions",
                    "flowschemas",
                    "mutatingadmissionpolicies",
                    "prioritylevelconfigurations",
                    "resourceclaims",
                    "storageversions",
                    "storageversionmigrations",
                    "validatingadmissionpolicies",
                    "volumeattachments");

    /// What the metadata of a [#STATUS_ONLY] kind keeps.
    private static final List<String> KEPT =
            List.of("labels", "annotations", "finalizers", "ownerReferences");

    /// By `resource/subresource`, where an endpoint is unlike its kind's others.
    private static final Map<String, FieldSet> SPECIAL =
            Map.of(
                    "certificatesigningrequests/",
                    FieldSet.of(SPEC, STATUS),
                    "certificatesigningrequests/status",
                    FieldSet.of(SPEC, List.of("status", "conditions")),
                    "certificatesigningrequests/approval",
                    FieldSet.of(SPEC, List.of("status", "certificate")),
                    "deployments/status",
                    FieldSet.of(SPEC, List.of("metadata", "labels")),
                    "pods/status",
                    FieldSet.of(
                            SPEC,
                            List.of("metadata", "deletionTimestamp"),
                            List.of("metadata", "ownerReferences")));

    private ResetFields() {}

    /// What nobody owns who writes to that endpoint.
    static FieldSet of(Resource resource, String subresource) {
        if (resource.custom() != null) {
            return switch (subresource) {
                case "" -> resource.hasStatus() ? FieldSet.of(STATUS) : FieldSet.EMPTY;
                case "status" -> FieldSet.of(METADATA, SPEC);
                default -> FieldSet.EMPTY;
            };
        }
        FieldSet special = SPECIAL.get(resource.name() + "/" + subresource);
        if (special != null) {
            return special;
        }
        return switch (subresource) {
            case "" -> resource.hasStatus() ? FieldSet.of(STATUS) : FieldSet.EMPTY;
            case "status" ->
                    STATUS_ONLY.contains(resource.name())
                            ? FieldSet.of(METADATA, SPEC)
                            : FieldSet.of(SPEC);
            default -> FieldSet.EMPTY;
        };
    }

    /// The metadata that a write to the status may leave behind.
    static Fields statusMetadata(Resource resource, Fields metadata, Fields before) {
        if (resource.custom() != null) {
            return metadata;
        }
        if (STATUS_ONLY.contains(resource.name())) {
            return restored(metadata, before, KEPT);
        }
        return switch (resource.name()) {
            case "deployments" -> restored(metadata, before, List.of("labels"));
            case "pods" -> restored(metadata, before, List.of("ownerReferences"));
            default -> metadata;
        };
    }

    private static Fields restored(Fields metadata, Fields before, List<String> names) {
        Fields restored = metadata;
        for (String name : names) {
            @Nullable Object was = before.value(name);
            restored = before.has(name) ? restored.with(name, was) : restored.without(name);
        }
        return restored;
    }
}
