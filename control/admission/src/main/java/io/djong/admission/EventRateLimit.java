package io.djong.admission;

import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Refuses events that come too fast: by server, namespace, user, or source and object.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#eventratelimit EventRateLimit
public final class EventRateLimit implements AdmissionPlugin {

    /// How many namespaces, users or sources a limit remembers unless it says so.
    private static final int CACHE_SIZE = 4096;

    private final List<Limit> limits = new ArrayList<>();

    /// @param configuration a `Configuration` of `eventratelimit.admission.k8s.io`
    public EventRateLimit(Fields configuration, Clock clock) {
        for (Fields limit : PodTrees.objects(configuration, "limits")) {
            limits.add(new Limit(limit, clock));
        }
    }

    @Override
    public void validate(Review review) {
        boolean isWrite = review instanceof Review.Create || review instanceof Review.Update;
        if (!isWrite || !review.call().kind().equals("Event") || review.call().isDryRun()) {
            return;
        }
        List<String> reached = new ArrayList<>();
        for (Limit limit : limits) {
            String key = key(limit.type, review);
            if (!limit.accept(key)) {
                reached.add("limit reached on type %s for key %s".formatted(limit.type, key));
            }
        }
        if (!reached.isEmpty()) {
            String text =
                    reached.size() == 1
                            ? reached.getFirst()
                            : "[" + String.join(", ", reached) + "]";
            throw new ApiException(
                    Failure.of(Reason.TOO_MANY_REQUESTS, "Too many requests: " + text));
        }
    }

    private static String key(String type, Review review) {
        return switch (type) {
            case "Namespace" -> review.call().namespace();
            case "User" -> review.call().user().name();
            case "SourceAndObject" -> {
                Fields source = review.object().fields("source");
                Fields about = review.object().fields("involvedObject");
                yield source.string("component")
                        + source.string("host")
                        + about.string("kind")
                        + about.string("namespace")
                        + about.string("name")
                        + about.string("uid")
                        + about.string("apiVersion");
            }
            default -> "";
        };
    }

    /// One rate for each key: a bucket of `burst` events that `qps` a second fill again. A small lock.
    private static final class Limit {

        private static final double NANOS = 1e9;

        final String type;
        private final double qps;
        private final double burst;
        private final Clock clock;
        private final Map<String, Bucket> buckets;

        /// @param left events that may come at once
        private record Bucket(double left, long at) {}

        Limit(Fields limit, Clock clock) {
            this.type = limit.string("type");
            this.qps = limit.integer("qps");
            this.burst = limit.integer("burst");
            this.clock = clock;
            int size = limit.has("cacheSize") ? (int) limit.integer("cacheSize") : CACHE_SIZE;
            this.buckets =
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                            return size() > size;
                        }
                    };
        }

        synchronized boolean accept(String key) {
            long now = clock.nanos();
            Bucket bucket = buckets.getOrDefault(key, new Bucket(burst, now));
            double left = Math.min(burst, bucket.left + (now - bucket.at) / NANOS * qps);
            boolean accepts = left >= 1;
            buckets.put(key, new Bucket(accepts ? left - 1 : left, now));
            return accepts;
        }
    }
}
