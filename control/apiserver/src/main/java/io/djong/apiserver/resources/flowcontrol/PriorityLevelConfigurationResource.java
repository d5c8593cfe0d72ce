package io.djong.apiserver.resources.flowcontrol;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#prioritylevelconfiguration PriorityLevelConfiguration
final class PriorityLevelConfigurationResource implements KindRules {

    private static final long SHARES = 30;

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", PriorityLevelConfigurationResource::spec);
    }

    private static Fields spec(Fields given) {
        Fields spec =
                within(
                        given,
                        "exempt",
                        exempt ->
                                orElse(
                                        orElse(exempt, "nominalConcurrencyShares", 0L),
                                        "lendablePercent",
                                        0L));
        return within(spec, "limited", PriorityLevelConfigurationResource::limited);
    }

    private static Fields limited(Fields given) {
        Fields limited = orElse(given, "nominalConcurrencyShares", SHARES);
        limited = orElse(limited, "lendablePercent", 0L);
        return within(
                limited,
                "limitResponse",
                response ->
                        within(response, "queuing", PriorityLevelConfigurationResource::queuing));
    }

    private static Fields queuing(Fields given) {
        Fields queuing = filled(given, "handSize", 8L);
        return filled(filled(queuing, "queues", 64L), "queueLengthLimit", 50L);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        PriorityLevelValidation.validate(object, errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        FlowSchemaValidation.status(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Type"),
                Column.string("NominalConcurrencyShares"),
                Column.string("Queues"),
                Column.string("HandSize"),
                Column.string("QueueLengthLimit"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        Fields limited = spec.fields("limited");
        Fields queuing = limited.fields("limitResponse").fields("queuing");
        return List.of(
                Trees.name(object),
                spec.string("type"),
                orNone(limited.value("nominalConcurrencyShares")),
                orNone(queuing.value("queues")),
                orNone(queuing.value("handSize")),
                orNone(queuing.value("queueLengthLimit")),
                Ages.age(object, now));
    }

    private static Object orNone(@Nullable Object number) {
        return number == null ? "<none>" : number;
    }
}
