package io.djong.apiserver.resources.events;

import io.djong.apiserver.resources.Resource.Conversion;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.util.Map;

/// Events of `events.k8s.io/v1` are stored as those of the core group; only names differ.
public final class EventConversion implements Conversion {

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

    @Override
    public StructType storedType(StructType served) {
        return Schema.kubernetes().type("io.k8s.api.core.v1.Event");
    }

    @Override
    public Fields toStored(Fields served) {
        return renamed(served, TO_STORED, "v1");
    }

    @Override
    public Fields toServed(Fields stored) {
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
        Map<String, String> inverse = new java.util.HashMap<>();
        TO_STORED.forEach((served, stored) -> inverse.put(stored, served));
        return Map.copyOf(inverse);
    }
}
