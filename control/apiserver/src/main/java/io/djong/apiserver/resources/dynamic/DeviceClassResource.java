package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.tables.Column;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/ Dynamic Resource Allocation
final class DeviceClassResource implements KindRules {

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return KindRules.nameAndAge(object, now);
    }
}
