package io.djong.apiserver.paths;

import io.djong.apiserver.requests.Reply;
import io.djong.http.Headers;
import io.djong.store.Store;
import io.djong.store.StoreStats;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.ToLongFunction;

/// `/metrics`, in Prometheus' text format.
///
/// @spec https://kubernetes.io/docs/reference/instrumentation/metrics/ Kubernetes Metrics Reference
public final class MetricsPath {

    private final PrometheusRegistry registry;
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();

    public MetricsPath(PrometheusRegistry registry, Store store) {
        this.registry = registry;
        gauge("djong_store_keys", "Live keys of the store.", store, StoreStats::keys);
        gauge("djong_store_bytes", "Bytes of live keys and values.", store, StoreStats::valueBytes);
        gauge(
                "djong_store_history_bytes",
                "Bytes of kept history.",
                store,
                StoreStats::historyBytes);
        gauge("djong_store_watchers", "Open watches of the store.", store, StoreStats::watchers);
        counter(
                "djong_store_commits_total",
                "Transactions that changed something.",
                store,
                StoreStats::commits);
        counter(
                "djong_store_fsyncs_total",
                "Calls that made commits durable.",
                store,
                StoreStats::fsyncs);
    }

    private void gauge(String name, String help, Store store, ToLongFunction<StoreStats> read) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) read.applyAsLong(store.stats())))
                .register(registry);
    }

    private void counter(String name, String help, Store store, ToLongFunction<StoreStats> read) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) read.applyAsLong(store.stats())))
                .register(registry);
    }

    public void addTo(PathHandlers paths) {
        paths.exact("/metrics", _ -> serve());
    }

    private Reply serve() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException("write to memory", impossible);
        }
        return new Reply.Raw(200, writer.getContentType(), out.toByteArray(), Headers.of());
    }
}
