package io.djong.apiserver.resources.dynamic;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.InternalForm;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/ Dynamic Resource Allocation
final class ResourceClaimResource implements KindRules {

    private static final String SPEC = "io.k8s.api.resource.v1.ResourceClaimSpec";

    @Override
    public Fields defaults(Fields object) {
        return within(object, "spec", DeviceDefaults::claim);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ClaimValidation.validate(object.fields("spec"), FieldPath.of("spec"), errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        errors.immutable(
                FieldPath.of("spec"),
                InternalForm.of(SPEC, object.value("spec")),
                InternalForm.of(SPEC, before.value("spec")));
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("State"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(Trees.name(object), state(object), Ages.age(object, now));
    }

    private static String state(Fields object) {
        boolean going = object.fields("metadata").has("deletionTimestamp");
        Fields status = object.fields("status");
        List<String> states = new ArrayList<>();
        if (going) {
            states.add("deleted");
        }
        if (Trees.isSet(status, "allocation")) {
            states.add("allocated");
            if (!status.list("reservedFor").isEmpty()) {
                states.add("reserved");
            }
        } else if (!going) {
            states.add("pending");
        }
        return String.join(",", states);
    }
}
