package io.djong.apiserver.metrics;

import io.djong.apiserver.pipeline.Filter;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/// Counts the requests that are being served. Watches, logs and other streams count only until they begin.
///
/// @spec https://kubernetes.io/docs/reference/instrumentation/metrics/ Kubernetes Metrics Reference
public final class InflightRequests implements Filter {

    private static final Set<String> MUTATING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final GaugeDataPoint mutating;
    private final GaugeDataPoint readOnly;

    public InflightRequests(PrometheusRegistry registry) {
        Gauge gauge =
                Gauge.builder()
                        .name("apiserver_current_inflight_requests")
                        .help("Requests that are being served now, per request kind.")
                        .labelNames("request_kind")
                        .register(registry);
        this.mutating = gauge.labelValues("mutating");
        this.readOnly = gauge.labelValues("readOnly");
    }

    @Override
    public Reply filter(Call call, Handler next) {
        GaugeDataPoint kind = MUTATING.contains(call.method()) ? mutating : readOnly;
        kind.inc();
        try {
            return next.serve(call);
        } finally {
            kind.dec();
        }
    }
}
