package io.djong.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Parameters;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.http.Headers;
import io.djong.meta.Clock;
import io.djong.meta.Timer;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import io.djong.store.Store;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void countsRequestsWhileTheyAreServed() {
        InflightRequests inflight = new InflightRequests(registry);
        String[] during = new String[1];

        inflight.filter(
                call("POST"),
                _ -> {
                    during[0] = scraped();
                    return Reply.text(200, "ok");
                });

        assertThat(during[0])
                .contains("apiserver_current_inflight_requests{request_kind=\"mutating\"} 1.0")
                .contains("apiserver_current_inflight_requests{request_kind=\"readOnly\"} 0.0");
        assertThat(scraped())
                .contains("apiserver_current_inflight_requests{request_kind=\"mutating\"} 0.0");
    }

    @Test
    void countsStoredObjectsOncePerKind() {
        Resources resources = new Resources(Resources.ALL);
        try (Store store = new MemoryStore(Retention.defaults(), Clock.system(), Timer.system())) {
            new StorageMetrics(store, () -> resources).register(registry);

            assertThat(scraped())
                    .contains("apiserver_storage_objects{resource=\"pods\"} 0.0")
                    .contains("apiserver_storage_objects{resource=\"deployments.apps\"} 0.0")
                    .containsOnlyOnce("{resource=\"horizontalpodautoscalers.autoscaling\"}")
                    .doesNotContain("tokenreviews");
        }
    }

    @Test
    void tellsAboutTheProcess() {
        new ProcessMetrics(Path.of("/proc/self")).register(registry);

        assertThat(scraped())
                .contains("process_cpu_seconds_total ")
                .contains("process_resident_memory_bytes ")
                .contains("process_open_fds ")
                .contains("process_start_time_seconds ");
    }

    private static Call call(String method) {
        RequestInfo info =
                RequestInfo.of(method, List.of("api", "v1", "namespaces"), Parameters.NONE);
        return new Call(
                method,
                "/api/v1/namespaces",
                info,
                Parameters.NONE,
                Headers.of(),
                new Body.None(),
                null);
    }

    private String scraped() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.builder().build().write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
