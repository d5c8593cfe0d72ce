package io.djong.apiserver.resources.events;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.core.CoreResources;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Events as `events.k8s.io` names their fields; what differs from the core group is how much is asked of them.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ Event
final class EventViewResource implements KindRules {

    private static final String CONTROLLER = "reportingController";
    private static final String INVOLVED = "involvedObject.";

    private final EventConversion conversion = new EventConversion();
    private final KindRules core =
            Objects.requireNonNull(CoreResources.RULES.find("Event"), "rules of core events");

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        Fields event = conversion.toStored(object);
        EventValidation.legacy(event, CONTROLLER, errors);
        EventValidation.strict(event, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        Fields event = conversion.toStored(object);
        EventValidation.legacy(event, CONTROLLER, errors);
        EventValidation.strictUpdate(event, conversion.toStored(before), errors);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        Map<String, Function<Fields, String>> fields = new HashMap<>();
        core.selectableFields()
                .forEach((name, read) -> {
                    if (name.startsWith(INVOLVED)) {
                        fields.put(
                                "regarding." + name.substring(INVOLVED.length()),
                                event -> read.apply(conversion.toStored(event)));
                    }
                });
        for (String name : List.of("reason", CONTROLLER, "type")) {
            fields.put(name, event -> event.string(name));
        }
        return Map.copyOf(fields);
    }

    @Override
    public List<Column> columns() {
        return core.columns();
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return core.cells(conversion.toStored(object), now);
    }

    @Override
    public boolean createsOnUpdate() {
        return core.createsOnUpdate();
    }
}
