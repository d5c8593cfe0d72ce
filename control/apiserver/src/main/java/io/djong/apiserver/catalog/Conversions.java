package io.djong.apiserver.catalog;

import io.djong.apiserver.resources.Resource.Conversion;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.apiserver.resources.autoscaling.AutoscalerConversion;
import io.djong.apiserver.resources.events.EventConversion;
import io.djong.schema.KindFacts;

/// Which kinds share a place in the store, and how their documents are converted.
final class Conversions {

    private Conversions() {}

    /// The two groups of events are two views of the same objects.
    static StorageName storage(String group, String resource) {
        return group.equals("events.k8s.io")
                ? new StorageName("", resource)
                : new StorageName(group, resource);
    }

    static Conversion of(KindFacts kind) {
        return switch (kind.toString()) {
            case "events.k8s.io/v1/Event" -> new EventConversion();
            case "autoscaling/v1/HorizontalPodAutoscaler" -> new AutoscalerConversion();
            default -> Conversion.NONE;
        };
    }
}
