package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.events.EventValidation;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Events of the core group, which is also the form in which all events are stored.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ Event
public final class EventResource implements KindRules {

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        EventValidation.legacy(object, "reportingComponent", errors);
    }

    @Override
    public boolean createsOnUpdate() {
        return true;
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.ofEntries(
                involved("kind"),
                involved("namespace"),
                involved("name"),
                involved("uid"),
                involved("apiVersion"),
                involved("resourceVersion"),
                involved("fieldPath"),
                Map.entry("reason", event -> event.string("reason")),
                Map.entry("reportingComponent", event -> event.string("reportingComponent")),
                Map.entry("source", EventResource::sourceComponent),
                Map.entry("type", event -> event.string("type")));
    }

    private static Map.Entry<String, Function<Fields, String>> involved(String name) {
        return Map.entry(
                "involvedObject." + name, event -> event.fields("involvedObject").string(name));
    }

    private static String sourceComponent(Fields event) {
        String component = event.fields("source").string("component");
        return component.isEmpty() ? event.string("reportingComponent") : component;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.string("Last Seen"),
                Column.string("Type"),
                Column.string("Reason"),
                Column.string("Object"),
                Column.string("Subobject").wide(),
                Column.string("Source").wide(),
                Column.string("Message"),
                Column.string("First Seen").wide(),
                Column.string("Count").wide(),
                Column.NAME.wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields event, Instant now) {
        String first = since(firstSeen(event), now);
        String last = since(event.string("lastTimestamp"), now);
        if (event.string("lastTimestamp").isEmpty()) {
            last = first;
        }
        long count = event.integer("count");
        Fields series = event.fieldsOrNull("series");
        if (series != null) {
            last = since(series.string("lastObservedTime"), now);
            count = series.integer("count");
        } else if (count == 0) {
            count = 1;
        }
        Fields involved = event.fields("involvedObject");
        String target =
                involved.string("name").isEmpty()
                        ? involved.string("kind").toLowerCase(java.util.Locale.ROOT)
                        : involved.string("kind").toLowerCase(java.util.Locale.ROOT)
                                + "/"
                                + involved.string("name");
        return List.of(
                last,
                event.string("type"),
                event.string("reason"),
                target,
                involved.string("fieldPath"),
                source(event),
                event.string("message").strip(),
                first,
                count,
                event.fields("metadata").string("name"));
    }

    private static String firstSeen(Fields event) {
        String first = event.string("firstTimestamp");
        return first.isEmpty() ? event.string("eventTime") : first;
    }

    private static String since(String time, Instant now) {
        return Ages.since(time, now);
    }

    private static String source(Fields event) {
        String component = sourceComponent(event);
        String host = event.fields("source").string("host");
        String reporting = event.string("reportingInstance");
        String where =
                host.isEmpty() && event.fields("source").string("component").isEmpty()
                        ? reporting
                        : host;
        return where.isEmpty() ? component : component + ", " + where;
    }
}
