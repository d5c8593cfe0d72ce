package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.meta.Clock;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Predicate;

/// Counts and times requests, by upstream's names.
///
/// @spec https://kubernetes.io/docs/reference/instrumentation/metrics/ Kubernetes Metrics Reference
public final class RequestMetrics implements Filter {

    /// Upstream's buckets, thinned out where nobody looks.
    private static final double[] SECONDS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30,
        45, 60
    };

    private static final double NANOS = 1e9;

    private final Predicate<RequestInfo> isServed;
    private final Clock clock;
    private final Counter requests;
    private final Histogram durations;

    /// @param isServed whether there is such a resource: made-up names must not become labels
    public RequestMetrics(
            PrometheusRegistry registry, Clock clock, Predicate<RequestInfo> isServed) {
        this.clock = clock;
        this.isServed = isServed;
        this.requests =
                Counter.builder()
                        .name("apiserver_request_total")
                        .help(
                                "Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.")
                        .labelNames(
                                "verb",
                                "dry_run",
                                "group",
                                "version",
                                "resource",
                                "subresource",
                                "scope",
                                "component",
                                "code")
                        .register(registry);
        this.durations =
                Histogram.builder()
                        .name("apiserver_request_duration_seconds")
                        .help(
                                "Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.")
                        .labelNames(
                                "verb",
                                "dry_run",
                                "group",
                                "version",
                                "resource",
                                "subresource",
                                "scope",
                                "component")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .register(registry);
    }

    @Override
    public Reply filter(Call call, Handler next) {
        long began = clock.nanos();
        Reply reply = next.serve(call);
        if (!call.info().isResource() || !isServed.test(call.info())) {
            return reply;
        }
        RequestInfo info = call.info();
        String verb = info.verb().toUpperCase(java.util.Locale.ROOT);
        String dryRun = call.query().has("dryRun") ? "All" : "";
        String group = info.groupVersion().group();
        String version = info.groupVersion().version();
        requests.labelValues(
                        verb,
                        dryRun,
                        group,
                        version,
                        info.resource(),
                        info.subresource(),
                        scope(info),
                        "apiserver",
                        code(reply))
                .inc();
        if (!verb.equals("WATCH")) {
            durations
                    .labelValues(
                            verb,
                            dryRun,
                            group,
                            version,
                            info.resource(),
                            info.subresource(),
                            scope(info),
                            "apiserver")
                    .observe((clock.nanos() - began) / NANOS);
        }
        return reply;
    }

    private static String scope(RequestInfo info) {
        return !info.name().isEmpty()
                ? "resource"
                : info.namespace().isEmpty() ? "cluster" : "namespace";
    }

    private static String code(Reply reply) {
        return switch (reply) {
            case Reply.One one -> Integer.toString(one.status());
            case Reply.Raw raw -> Integer.toString(raw.status());
            case Reply.Many _, Reply.Watching _ -> "200";
            case Reply.Taken _ -> "0";
        };
    }
}
