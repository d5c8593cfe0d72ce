package io.djong.apiserver.resources.node;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.DeprecatedNodeLabels;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/containers/runtime-class/ Runtime Class
final class RuntimeClassResource implements KindRules {

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        RuntimeClassValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        errors.immutable(
                FieldPath.of("handler"), object.string("handler"), before.string("handler"));
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        List<String> warnings = new ArrayList<>();
        for (String label : object.fields("scheduling").fields("nodeSelector").keySet()) {
            String text = DeprecatedNodeLabels.warning(label);
            if (text != null) {
                warnings.add(FieldPath.of("scheduling", "nodeSelector").key(label) + ": " + text);
            }
        }
        return warnings;
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Handler"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(Trees.name(object), object.string("handler"), Ages.age(object, now));
    }
}
