package io.djong.apiserver.fairness;

import io.djong.api.flowcontrol.v1.FlowSchema;
import io.djong.api.flowcontrol.v1.PriorityLevelConfiguration;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.UserInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// What flow schemas and priority levels say, ready for use; read again once they have changed.
final class FlowControl {

    private static final String EXEMPT = "exempt";
    private static final String CATCH_ALL = "catch-all";
    private static final int CATCH_ALL_SHARES = 5;

    /// How often seats are lent anew, as upstream.
    private static final long PERIOD = Duration.ofSeconds(10).toNanos();

    private final Lookup<FlowSchema> schemas;
    private final Lookup<PriorityLevelConfiguration> configurations;
    private final int totalSeats;
    private final FlowMetrics metrics;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private volatile long lentAt;
    private volatile State state = new State(-1, List.of(), Map.of());

    /// @param changes how many changes it was made after
    private record State(long changes, List<Flow> flows, Map<String, Level> levels) {}

    FlowControl(
            Lookup<FlowSchema> schemas,
            Lookup<PriorityLevelConfiguration> configurations,
            int totalSeats,
            FlowMetrics metrics,
            Clock clock) {
        this.schemas = schemas;
        this.configurations = configurations;
        this.totalSeats = totalSeats;
        this.metrics = metrics;
        this.clock = clock;
        this.lentAt = clock.nanos();
        metrics.watch(this::levels);
    }

    /// Some object has changed.
    void changed() {
        changes.incrementAndGet();
    }

    Collection<Level> levels() {
        return current().levels.values();
    }

    List<Flow> flows() {
        return current().flows;
    }

    /// The first flow schema that matches, in order of precedence.
    Flow flowOf(UserInfo user, RequestInfo info, String path) {
        List<Flow> flows = current().flows;
        for (int i = 0; i < flows.size(); i++) {
            Flow flow = flows.get(i);
            if (flow.matches(user, info, path)) {
                return flow;
            }
        }
        // Whoever is in neither group of users is served as everybody else.
        return flows.getLast();
    }

    private State current() {
        State known = state;
        return known.changes == changes.get() ? known : read();
    }

    private State read() {
        lock.lock();
        try {
            // Before reading: what changes meanwhile is read once more.
            long now = changes.get();
            if (state.changes != now) {
                state = build(now);
            }
            return state;
        } finally {
            lock.unlock();
        }
    }

    private State build(long change) {
        long now = clock.nanos();
        Map<String, LevelConfig> configs = new LinkedHashMap<>();
        for (PriorityLevelConfiguration level : configurations.list("")) {
            configs.put(level.metadata().name(), LevelConfig.of(level));
        }
        configs.putIfAbsent(EXEMPT, new LevelConfig(EXEMPT, "", true, 0, 0, null, 0, 0, 0));
        configs.putIfAbsent(
                CATCH_ALL,
                new LevelConfig(CATCH_ALL, "", false, CATCH_ALL_SHARES, 0, null, 0, 0, 0));
        double sum = configs.values().stream().mapToInt(LevelConfig::shares).sum();
        Map<String, Level> levels = new LinkedHashMap<>();
        for (LevelConfig config : configs.values()) {
            int nominal = (int) Math.ceil(totalSeats * config.shares() / Math.max(1, sum));
            Level known = state.levels.get(config.name());
            if (known == null) {
                known = new Level(config, nominal, now);
            } else {
                known.reconfigure(config, nominal, now);
            }
            levels.put(config.name(), known);
        }
        return new State(change, flows(levels), levels);
    }

    private List<Flow> flows(Map<String, Level> levels) {
        List<FlowSchema> sorted = new ArrayList<>(schemas.list(""));
        addMissing(sorted, EXEMPT, 1);
        addMissing(sorted, CATCH_ALL, 10_000);
        sorted.sort(
                Comparator.<FlowSchema>comparingInt(schema -> schema.spec().matchingPrecedence())
                        .thenComparing(schema -> schema.metadata().name()));
        List<Flow> flows = new ArrayList<>();
        for (FlowSchema schema : sorted) {
            Level level = levels.get(schema.spec().priorityLevelConfiguration().name());
            // One that leads nowhere matches nothing.
            if (level != null) {
                flows.add(new Flow(schema, level, metrics));
            }
        }
        return List.copyOf(flows);
    }

    private static void addMissing(List<FlowSchema> schemas, String name, int precedence) {
        if (schemas.stream().noneMatch(schema -> schema.metadata().name().equals(name))) {
            schemas.add(MandatorySchemas.of(name, precedence));
        }
    }

    /// Lends seats of idle levels to busy ones, when that was not done lately.
    void lend(long now) {
        if (now - lentAt < PERIOD || !lock.tryLock()) {
            return;
        }
        try {
            if (now - lentAt >= PERIOD) {
                lentAt = now;
                Lending.apply(state.levels.values(), now);
            }
        } finally {
            lock.unlock();
        }
    }
}
