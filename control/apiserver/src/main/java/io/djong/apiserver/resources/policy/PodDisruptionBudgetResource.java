package io.djong.apiserver.resources.policy;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// PodDisruptionBudgets.
///
/// @spec https://kubernetes.io/docs/tasks/run-application/configure-pdb/ PodDisruptionBudget
final class PodDisruptionBudgetResource implements KindRules {

    @Override
    public Names.Rule nameRule() {
        return Names.Rule.PATH_SEGMENT;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        DisruptionBudgetValidation.validate(object, errors);
    }

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Min Available"),
                Column.string("Max Unavailable"),
                Column.integer("Allowed Disruptions"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        return List.of(
                Trees.name(object),
                orNone(spec.value("minAvailable")),
                orNone(spec.value("maxUnavailable")),
                object.fields("status").integer("disruptionsAllowed"),
                Ages.age(object, now));
    }

    private static String orNone(@Nullable Object amount) {
        return amount == null ? "N/A" : amount.toString();
    }
}
