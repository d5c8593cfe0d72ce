package io.djong.client;

import io.djong.api.core.v1.ObjectReference;
import io.djong.api.events.v1.Event;
import io.djong.meta.Clock;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a series of events that differ only in time. Confined to the thread of [Events].
///
/// As upstream: a repeat within six minutes begins a series, which is written at once; how it grows is written now and then.
final class EventSeriesBook {

    private static final Duration SERIES_GAP = Duration.ofMinutes(6);
    private static final int REMEMBERED_MAX = 4096;

    private final Clock clock;
    private final EventNames names;
    private final Map<List<Object>, Running> book =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Object>, Running> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    sealed interface Entry {}

    record First(Event event) implements Entry {}

    record More(Event event) implements Entry {}

    /// Counted, to be written with a later repeat.
    record Quiet() implements Entry {}

    private static final class Running {
        private Event event;
        private long count = 1;
        private long seenAt;
        private long writtenAt;

        Running(Event event) {
            this.event = event;
        }
    }

    EventSeriesBook(Clock clock, EventNames names) {
        this.clock = clock;
        this.names = names;
    }

    Entry note(Events.Acted acted) {
        ObjectReference related = acted.related();
        List<Object> key =
                List.of(
                        acted.component(),
                        acted.type(),
                        acted.reason(),
                        acted.action(),
                        acted.regarding().withResourceVersion("").fields(),
                        related == null ? "" : related.withResourceVersion("").fields());
        long now = clock.nanos();
        Running running = book.get(key);
        if (running == null || now - running.seenAt > SERIES_GAP.toNanos()) {
            Running fresh = new Running(first(acted));
            fresh.seenAt = now;
            book.put(key, fresh);
            return new First(fresh.event);
        }
        running.count++;
        running.seenAt = now;
        if (running.count > 2 && now - running.writtenAt < SERIES_GAP.toNanos()) {
            return new Quiet();
        }
        running.writtenAt = now;
        running.event =
                new Event(
                        running.event
                                .fields()
                                .with(
                                        "series",
                                        Fields.of(
                                                "count",
                                                running.count,
                                                "lastObservedTime",
                                                Times.micros(acted.at()))));
        return new More(running.event);
    }

    private Event first(Events.Acted acted) {
        Fields.Builder event =
                Fields.builder()
                        .add("apiVersion", Event.KIND.apiVersion())
                        .add("kind", Event.KIND.name())
                        .add(
                                "metadata",
                                Fields.of(
                                        "name", names.next(acted.regarding().name()),
                                        "namespace", Events.namespace(acted.regarding())))
                        .add("eventTime", Times.micros(acted.at()))
                        .add("reportingController", acted.component())
                        .add(
                                "reportingInstance",
                                acted.host().isEmpty()
                                        ? acted.component()
                                        : acted.component() + "-" + acted.host())
                        .add("action", acted.action())
                        .add("reason", acted.reason())
                        .add("regarding", acted.regarding().fields());
        ObjectReference related = acted.related();
        if (related != null) {
            event.add("related", related.fields());
        }
        return new Event(event.add("note", acted.note()).add("type", acted.type()).build());
    }
}
