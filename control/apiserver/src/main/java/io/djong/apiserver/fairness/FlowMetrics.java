package io.djong.apiserver.fairness;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// What priority and fairness counts, by upstream's names.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#metrics Metrics of flow control
final class FlowMetrics {

    private static final double[] SECONDS = {
        0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30
    };

    private static final String PREFIX = "apiserver_flowcontrol_";
    private static final double NANOS = 1e9;

    private final PrometheusRegistry registry;
    private final Counter dispatched;
    private final Counter rejected;
    private final Histogram waits;

    FlowMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        this.dispatched =
                Counter.builder()
                        .name(PREFIX + "dispatched_requests_total")
                        .help("Number of requests executed by API Priority and Fairness subsystem")
                        .labelNames("priority_level", "flow_schema")
                        .register(registry);
        this.rejected =
                Counter.builder()
                        .name(PREFIX + "rejected_requests_total")
                        .help("Number of requests rejected by API Priority and Fairness subsystem")
                        .labelNames("priority_level", "flow_schema", "reason")
                        .register(registry);
        this.waits =
                Histogram.builder()
                        .name(PREFIX + "request_wait_duration_seconds")
                        .help("Length of time a request spent waiting in its queue")
                        .labelNames("priority_level", "flow_schema", "execute")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .register(registry);
    }

    CounterDataPoint dispatched(String level, String schema) {
        return dispatched.labelValues(level, schema);
    }

    void rejected(Flow flow, String reason) {
        rejected.labelValues(flow.level().config().name(), flow.name(), reason).inc();
    }

    void waited(Flow flow, long nanos, boolean executes) {
        waits.labelValues(flow.level().config().name(), flow.name(), executes ? "true" : "false")
                .observe(nanos / NANOS);
    }

    void watch(Supplier<Collection<Level>> levels) {
        gauge(
                "current_inqueue_requests",
                "Number of requests currently pending in queues of the API Priority and Fairness subsystem",
                levels,
                Level.Standing::waiting);
        gauge(
                "current_executing_requests",
                "Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API Priority and Fairness subsystem",
                levels,
                Level.Standing::running);
        gauge(
                "current_executing_seats",
                "Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any stage otherwise) requests in the API Priority and Fairness subsystem",
                levels,
                Level.Standing::seatsRunning);
        gauge(
                "nominal_limit_seats",
                "Nominal number of execution seats configured for each priority level",
                levels,
                Level.Standing::nominal);
        gauge(
                "current_limit_seats",
                "current derived number of execution seats available to each priority level",
                levels,
                Level.Standing::limit);
    }

    private void gauge(
            String name,
            String help,
            Supplier<Collection<Level>> levels,
            ToIntFunction<Level.Standing> value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("priority_level")
                .callback(answer -> {
                    for (Level level : levels.get()) {
                        answer.call(value.applyAsInt(level.standing()), level.config().name());
                    }
                })
                .register(registry);
    }
}
