package io.djong.apiserver.fairness;

import io.djong.api.flowcontrol.v1.FlowDistinguisherMethod;
import io.djong.api.flowcontrol.v1.FlowSchema;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.http.Headers;
import io.djong.meta.UserInfo;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A flow schema at work: what it is about, and the priority level that its requests go to.
final class Flow {

    /// Hashing a name takes longer than the rest; flows beyond these pay for it each time.
    private static final int HASHES_KEPT = 4096;

    private static final Headers NO_LEVEL = Headers.of();

    private enum Distinguisher {
        NONE,
        USER,
        NAMESPACE
    }

    private final String name;
    private final Level level;
    private final FlowSchemaMatch match;
    private final Distinguisher distinguisher;
    private final Headers headers;
    private final boolean exempt;
    private final CounterDataPoint dispatched;
    private final Map<String, Long> hashes = new ConcurrentHashMap<>();

    Flow(FlowSchema schema, Level level, FlowMetrics metrics) {
        this.name = schema.metadata().name();
        this.level = level;
        this.match = new FlowSchemaMatch(schema);
        FlowDistinguisherMethod method = schema.spec().distinguisherMethod();
        this.distinguisher =
                method == null
                        ? Distinguisher.NONE
                        : switch (method.type()) {
                            case "ByUser" -> Distinguisher.USER;
                            case "ByNamespace" -> Distinguisher.NAMESPACE;
                            default -> Distinguisher.NONE;
                        };
        LevelConfig config = level.config();
        this.exempt = config.exempt();
        this.dispatched = metrics.dispatched(config.name(), name);
        String uid = schema.metadata().uid();
        this.headers =
                uid.isEmpty()
                        ? NO_LEVEL
                        : Headers.of(
                                "X-Kubernetes-PF-FlowSchema-UID",
                                uid,
                                "X-Kubernetes-PF-PriorityLevel-UID",
                                config.uid());
    }

    String name() {
        return name;
    }

    Level level() {
        return level;
    }

    boolean isExempt() {
        return exempt;
    }

    void countDispatched() {
        dispatched.inc();
    }

    /// For the answer to each request of this flow.
    Headers headers() {
        return headers;
    }

    boolean matches(UserInfo user, RequestInfo info, String path) {
        return match.matches(user, info, path);
    }

    String distinguisher(UserInfo user, RequestInfo info) {
        return switch (distinguisher) {
            case NONE -> "";
            case USER -> user.name();
            case NAMESPACE -> info.namespace();
        };
    }

    /// Which hand of queues a flow of this schema gets.
    long hash(String flow) {
        Long known = hashes.get(flow);
        if (known != null) {
            return known;
        }
        long hash = digest(flow);
        if (hashes.size() < HASHES_KEPT) {
            hashes.put(flow, hash);
        }
        return hash;
    }

    private long digest(String flow) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(flow.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(sha.digest()).order(ByteOrder.LITTLE_ENDIAN).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
