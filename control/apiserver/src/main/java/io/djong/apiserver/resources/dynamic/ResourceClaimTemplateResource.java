package io.djong.apiserver.resources.dynamic;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/ Dynamic Resource Allocation
final class ResourceClaimTemplateResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return within(object, "spec", template -> within(template, "spec", DeviceDefaults::claim));
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        errors.immutable(FieldPath.of("spec"), object.fields("spec"), before.fields("spec"));
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
