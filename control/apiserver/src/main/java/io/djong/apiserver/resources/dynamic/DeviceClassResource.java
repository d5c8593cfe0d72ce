package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/ Dynamic Resource Allocation
final class DeviceClassResource implements KindRules {

    /// Upstream counts bytes here.
    @Override
    public Names.Rule nameRule() {
        return (value, isPrefix) ->
                Names.Rule.SUBDOMAIN.check(value, isPrefix).stream()
                        .map(text ->
                                text.equals(Names.maxLength(Names.SUBDOMAIN_MAX))
                                        ? text.replace("characters", "bytes")
                                        : text)
                        .toList();
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        DeviceClassValidation.validate(object.fields("spec"), Fields.EMPTY, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        DeviceClassValidation.validate(object.fields("spec"), before.fields("spec"), errors);
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
