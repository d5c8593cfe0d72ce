package io.djong.apiserver.resources.dynamic;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.InternalForm;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/ Dynamic Resource Allocation
final class ResourceClaimTemplateResource implements KindRules {

    private static final String SPEC = "io.k8s.api.resource.v1.ResourceClaimTemplateSpec";

    @Override
    public Fields defaults(Fields object) {
        return within(object, "spec", template -> within(template, "spec", DeviceDefaults::claim));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields metadata = spec.fields("metadata");
        FieldPath path = FieldPath.of("spec", "metadata");
        ObjectMetaRules.validateAnnotations(
                metadata.fields("annotations"), path.child("annotations"), errors);
        ObjectMetaRules.validateLabels(metadata.fields("labels"), path.child("labels"), errors);
        ClaimValidation.validate(spec.fields("spec"), FieldPath.of("spec", "spec"), errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validateCreate(object, errors);
        errors.immutable(
                FieldPath.of("spec"),
                InternalForm.of(SPEC, object.value("spec")),
                InternalForm.of(SPEC, before.value("spec")));
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return KindRules.nameAndAge(object, now);
    }
}
