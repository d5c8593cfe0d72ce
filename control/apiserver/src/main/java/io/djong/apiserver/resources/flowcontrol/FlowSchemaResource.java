package io.djong.apiserver.resources.flowcontrol;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.filled;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/ API Priority and Fairness
final class FlowSchemaResource implements KindRules {

    private static final long PRECEDENCE = 1000;

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", spec -> filled(spec, "matchingPrecedence", PRECEDENCE));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        FlowSchemaValidation.validate(object, errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        FlowSchemaValidation.status(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("PriorityLevel"),
                Column.string("MatchingPrecedence"),
                Column.string("DistinguisherMethod"),
                Column.AGE,
                Column.string("MissingPL"));
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        Fields method = spec.fieldsOrNull("distinguisherMethod");
        String dangling = "?";
        for (Fields condition : Trees.objects(object.fields("status"), "conditions")) {
            if (condition.string("type").equals("Dangling")) {
                dangling = condition.string("status");
            }
        }
        return List.of(
                Trees.name(object),
                spec.fields("priorityLevelConfiguration").string("name"),
                spec.integer("matchingPrecedence"),
                method == null ? "<none>" : method.string("type"),
                Ages.age(object, now),
                dangling);
    }
}
