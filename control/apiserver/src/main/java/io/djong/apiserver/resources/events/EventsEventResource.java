package io.djong.apiserver.resources.events;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.core.EventResource;
import io.djong.apiserver.resources.core.EventValidation;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Events of the group `events.k8s.io`: the same objects as those of the core group, with stricter rules.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ Event
final class EventsEventResource implements KindRules {

    private static final String REPORTER = "reportingController";

    private final EventResource core = new EventResource();

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        var rules = new EventValidation(EventNames.toStored(object), REPORTER, errors);
        rules.validate();
        rules.validateNew();
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        var rules = new EventValidation(EventNames.toStored(object), REPORTER, errors);
        rules.validate();
        rules.validateChange(EventNames.toStored(before));
    }

    /// It is validated as an event of the core group.
    @Override
    public String refusedAs(String group) {
        return "";
    }

    @Override
    public boolean createsOnUpdate() {
        return core.createsOnUpdate();
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        Map<String, Function<Fields, String>> fields = new LinkedHashMap<>();
        core.selectableFields()
                .forEach((name, read) -> {
                    if (!name.equals("source")) {
                        fields.put(
                                name.replace("involvedObject.", "regarding.")
                                        .replace("reportingComponent", "reportingController"),
                                event -> read.apply(EventNames.toStored(event)));
                    }
                });
        return Map.copyOf(fields);
    }

    @Override
    public List<Column> columns() {
        return core.columns();
    }

    @Override
    public List<@Nullable Object> cells(Fields event, Instant now) {
        return core.cells(EventNames.toStored(event), now);
    }
}
