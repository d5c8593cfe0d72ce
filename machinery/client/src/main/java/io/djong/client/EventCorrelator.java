package io.djong.client;

import io.djong.api.core.v1.Event;
import io.djong.api.core.v1.ObjectReference;
import io.djong.meta.Clock;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Keeps repeated news from flooding the API: equal events are counted, similar ones combined, and too many about one object dropped.
///
/// Confined to the thread of [Events]. Limits are those of upstream's `EventCorrelator`.
final class EventCorrelator {

    /// Each of the three tables forgets its oldest entry beyond this.
    private static final int REMEMBERED_MAX = 4096;

    /// So many different messages of one reason are written apart; more are combined.
    private static final int SIMILAR_MAX = 10;

    private static final Duration SIMILAR_WITHIN = Duration.ofMinutes(10);

    private static final int BURST_PER_OBJECT = 25;
    private static final double REFILL_PER_SECOND = 1.0 / 300;

    private final Clock clock;
    private final EventNames names;
    private final Map<List<Object>, Similar> similar = bounded();
    private final Map<List<Object>, Seen> seen = bounded();
    private final Map<List<Object>, Bucket> buckets = bounded();

    sealed interface Decision {}

    record Create(Event event) implements Decision {}

    /// The event was written before; `count`, `message` and `lastTimestamp` changed.
    record Repeat(Event event) implements Decision {}

    record Drop() implements Decision {}

    private static final class Similar {
        private final Set<String> messages = new HashSet<>();
        private long at;
    }

    private record Seen(Event event) {}

    private static final class Bucket {
        private double tokens = BURST_PER_OBJECT;
        private long at;
    }

    EventCorrelator(Clock clock, EventNames names) {
        this.clock = clock;
        this.names = names;
    }

    Decision decide(Events.Counted news) {
        List<Object> group =
                List.of(
                        news.component(),
                        news.host(),
                        identity(news.about()),
                        news.type(),
                        news.reason());
        boolean combined = countSimilar(group, news.message()) >= SIMILAR_MAX;
        String message =
                combined ? "(combined from similar events): " + news.message() : news.message();
        List<Object> key =
                combined ? group : List.of(group, news.message(), news.about().fieldPath());

        Seen before = seen.get(key);
        Event event =
                before == null ? first(news, message) : again(before.event, message, news.at());
        seen.put(key, new Seen(event));
        if (!isAffordable(List.of(news.component(), news.host(), identity(news.about())))) {
            return new Drop();
        }
        return before == null ? new Create(event) : new Repeat(event);
    }

    private static List<Object> identity(ObjectReference about) {
        return List.of(
                about.kind(), about.namespace(), about.name(), about.uid(), about.apiVersion());
    }

    private int countSimilar(List<Object> group, String message) {
        long now = clock.nanos();
        Similar known = entry(similar, group, Similar::new);
        if (known.messages.isEmpty() || now - known.at > SIMILAR_WITHIN.toNanos()) {
            known.messages.clear();
        }
        known.at = now;
        if (known.messages.size() < SIMILAR_MAX) {
            known.messages.add(message);
        }
        return known.messages.size();
    }

    private boolean isAffordable(List<Object> source) {
        long now = clock.nanos();
        Bucket bucket =
                entry(
                        buckets,
                        source,
                        () -> {
                            Bucket fresh = new Bucket();
                            fresh.at = now;
                            return fresh;
                        });
        double refill = (now - bucket.at) / 1e9 * REFILL_PER_SECOND;
        bucket.tokens = Math.min(BURST_PER_OBJECT, bucket.tokens + refill);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private Event first(Events.Counted news, String message) {
        String now = Times.seconds(news.at());
        Fields source = Fields.of("component", news.component());
        if (!news.host().isEmpty()) {
            source = source.with("host", news.host());
        }
        return new Event(
                Fields.builder()
                        .add("apiVersion", Event.KIND.apiVersion())
                        .add("kind", Event.KIND.name())
                        .add(
                                "metadata",
                                Fields.of(
                                        "name", names.next(news.about().name()),
                                        "namespace", Events.namespace(news.about())))
                        .add("involvedObject", news.about().fields())
                        .add("reason", news.reason())
                        .add("message", message)
                        .add("source", source)
                        .add("firstTimestamp", now)
                        .add("lastTimestamp", now)
                        .add("count", 1L)
                        .add("type", news.type())
                        .add("eventTime", null)
                        .add("reportingComponent", news.component())
                        .add("reportingInstance", news.host())
                        .build());
    }

    private static Event again(Event before, String message, Instant at) {
        return new Event(
                before.withCount(before.count() + 1)
                        .withMessage(message)
                        .fields()
                        .with("lastTimestamp", Times.seconds(at)));
    }

    private static <V> V entry(Map<List<Object>, V> table, List<Object> key, Supplier<V> fresh) {
        return table.computeIfAbsent(key, _ -> fresh.get());
    }

    private static <V> Map<List<Object>, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<List<Object>, V> eldest) {
                return size() > REMEMBERED_MAX;
            }
        };
    }
}
