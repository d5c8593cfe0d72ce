package io.djong.apiserver.metrics;

import io.djong.admission.webhook.HookMetrics;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;

/// Counts and times calls of admission webhooks, by upstream's names.
///
/// @spec https://kubernetes.io/docs/reference/instrumentation/metrics/ Kubernetes Metrics Reference
public final class WebhookMetrics implements HookMetrics {

    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 25};

    /// Higher statuses are counted as this one, so that a webhook cannot make up labels.
    private static final int CODE_MAX = 600;

    private static final double NANOS = 1e9;

    private final Histogram durations;
    private final Counter requests;
    private final Counter rejections;
    private final Counter failedOpen;
    private final Counter excluded;

    public WebhookMetrics(PrometheusRegistry registry) {
        this.durations =
                Histogram.builder()
                        .name("apiserver_admission_webhook_admission_duration_seconds")
                        .help(
                                "Admission webhook latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).")
                        .labelNames("name", "type", "operation", "rejected")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .register(registry);
        this.requests =
                counter(
                        registry,
                        "apiserver_admission_webhook_request_total",
                        "Admission webhook request total, identified by name and broken out for each admission type (validating or mutating) and operation.",
                        "name",
                        "type",
                        "operation",
                        "code",
                        "rejected");
        this.rejections =
                counter(
                        registry,
                        "apiserver_admission_webhook_rejection_count",
                        "Admission webhook rejection count, identified by name and broken out for each admission type (validating or admit) and operation.",
                        "name",
                        "type",
                        "operation",
                        "error_type",
                        "rejection_code");
        this.failedOpen =
                counter(
                        registry,
                        "apiserver_admission_webhook_fail_open_count",
                        "Admission webhook fail open count, identified by name and broken out for each admission type (validating or mutating).",
                        "name",
                        "type");
        this.excluded =
                counter(
                        registry,
                        "apiserver_admission_match_condition_exclusions_total",
                        "Admission match condition evaluation exclusions count, identified by name of resource containing the match condition.",
                        "name",
                        "kind",
                        "type",
                        "operation");
    }

    private static Counter counter(
            PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    @Override
    public void called(
            String name, String type, String operation, Duration took, int code, boolean rejected) {
        String no = Boolean.toString(rejected);
        requests.labelValues(name, type, operation, text(code), no).inc();
        durations.labelValues(name, type, operation, no).observe(took.toNanos() / NANOS);
    }

    @Override
    public void rejected(String name, String type, String operation, Rejection why, int code) {
        rejections
                .labelValues(name, type, operation, why.name().toLowerCase(Locale.ROOT), text(code))
                .inc();
    }

    @Override
    public void failedOpen(String name, String type) {
        failedOpen.labelValues(name, type).inc();
    }

    @Override
    public void excluded(String name, String type, String operation) {
        excluded.labelValues(name, "webhook", type, operation).inc();
    }

    private static String text(int code) {
        return Integer.toString(Math.min(code, CODE_MAX));
    }
}
