package io.djong.apiserver.resources.events;

import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.Map;

/// What the fields of an event are called in `events.k8s.io/v1` and in the core group, in whose form all events are stored.
public final class EventNames {

    private static final Map<String, String> TO_STORED =
            Map.of(
                    "regarding", "involvedObject",
                    "note", "message",
                    "reportingController", "reportingComponent",
                    "deprecatedSource", "source",
                    "deprecatedFirstTimestamp", "firstTimestamp",
                    "deprecatedLastTimestamp", "lastTimestamp",
                    "deprecatedCount", "count");

    private static final Map<String, String> TO_SERVED = inverse();

    private EventNames() {}

    /// In the form of the core group.
    public static Fields toStored(Fields served) {
        return renamed(served, TO_STORED, "v1");
    }

    /// In the form of `events.k8s.io/v1`.
    public static Fields toServed(Fields stored) {
        return renamed(stored, TO_SERVED, "events.k8s.io/v1");
    }

    private static Fields renamed(Fields from, Map<String, String> names, String apiVersion) {
        Fields.Builder to = new Fields.Builder(from.size());
        from.forEach((name, value) ->
                to.add(
                        names.getOrDefault(name, name),
                        name.equals("apiVersion") ? apiVersion : value));
        return to.build();
    }

    private static Map<String, String> inverse() {
        Map<String, String> inverse = new HashMap<>();
        TO_STORED.forEach((served, stored) -> inverse.put(stored, served));
        return Map.copyOf(inverse);
    }
}
