package io.djong.kubelet.server;

import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.Pod;
import io.djong.http.ClosedException;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpException;
import io.djong.http.Query;
import io.djong.http.ResponseStream;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.pods.PodWorkers;
import io.djong.meta.Clock;
import io.djong.meta.Times;
import io.djong.runtime.logs.ContainerLog;
import io.djong.runtime.logs.LogOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Serves what containers wrote. Messages are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/logging/ Logging architecture
final class LogsEndpoint {

    private static final Headers PLAIN = Headers.of("content-type", "text/plain");

    private final PodWorkers workers;
    private final Clock clock;

    LogsEndpoint(PodWorkers workers, Clock clock) {
        this.workers = workers;
        this.clock = clock;
    }

    void serve(Exchange exchange, Pod pod, String name) throws IOException, InterruptedException {
        if (PodContainers.find(pod, name).isEmpty()) {
            throw new HttpException(
                    404, "container \"%s\" not found in pod \"%s\"".formatted(name, pod.name()));
        }
        Query query = exchange.query();
        boolean previous = "true".equals(query.first("previous"));
        ObservedContainer container = container(pod, name, previous);
        LogOptions options = options(query);
        try (ResponseStream response = exchange.startResponse(200, PLAIN)) {
            response.flush();
            Thread reader = Thread.currentThread();
            response.onClosed(reader::interrupt);
            OutputStream out = response.asOutputStream();
            String stream = query.first("stream");
            new ContainerLog(Path.of(container.logPath()), clock)
                    .read(
                            options,
                            () -> isRunning(pod, container),
                            "Stderr".equals(stream) ? OutputStream.nullOutputStream() : out,
                            "Stdout".equals(stream) ? OutputStream.nullOutputStream() : out);
        } catch (ClosedException | InterruptedException _) {
            // The reader has seen enough.
        }
    }

    private boolean isRunning(Pod pod, ObservedContainer container) {
        return workers.observed(pod.uid()).stream()
                .flatMap(observed -> observed.containers().stream())
                .anyMatch(one -> one.id().equals(container.id()) && one.isRunning());
    }

    private ObservedContainer container(Pod pod, String name, boolean previous) {
        Optional<ObservedContainer> found =
                previous ? previous(pod, name) : workers.container(pod.uid(), name, false);
        if (found.isPresent() && found.get().state() != ObservedContainer.State.CREATED) {
            return found.get();
        }
        if (previous) {
            throw new HttpException(
                    400,
                    "previous terminated container \"%s\" in pod \"%s\" not found"
                            .formatted(name, pod.name()));
        }
        throw new HttpException(
                400,
                "container \"%s\" in pod \"%s\" %s".formatted(name, pod.name(), why(pod, name)));
    }

    /// The one before; a container that waits to be started again is its own forerunner.
    private Optional<ObservedContainer> previous(Pod pod, String name) {
        Optional<ObservedContainer> latest = workers.container(pod.uid(), name, false);
        ContainerStatus status = status(pod, name);
        boolean isWaiting = status != null && status.state().waiting() != null;
        return isWaiting && latest.isPresent() && latest.get().hasExited()
                ? latest
                : workers.container(pod.uid(), name, true);
    }

    private static String why(Pod pod, String name) {
        ContainerStatus status = status(pod, name);
        var waiting = status == null ? null : status.state().waiting();
        if (waiting == null) {
            return "is not available";
        }
        return switch (waiting.reason()) {
            case "ErrImagePull" -> "is waiting to start: image can't be pulled";
            case "ImagePullBackOff" -> "is waiting to start: trying and failing to pull image";
            default -> "is waiting to start: " + waiting.reason();
        };
    }

    private static @Nullable ContainerStatus status(Pod pod, String name) {
        List<ContainerStatus> all = new ArrayList<>(pod.status().initContainerStatuses());
        all.addAll(pod.status().containerStatuses());
        all.addAll(pod.status().ephemeralContainerStatuses());
        for (ContainerStatus status : all) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        return null;
    }

    private LogOptions options(Query query) {
        LogOptions options = LogOptions.all();
        String tail = query.first("tailLines");
        String limit = query.first("limitBytes");
        String seconds = query.first("sinceSeconds");
        String time = query.first("sinceTime");
        try {
            if (tail != null) {
                options = options.withTailLines(Long.parseLong(tail));
            }
            if (limit != null) {
                options = options.withLimitBytes(Long.parseLong(limit));
            }
            if (seconds != null) {
                options = options.withSince(clock.now().minusSeconds(Long.parseLong(seconds)));
            } else if (time != null) {
                options = options.withSince(Times.parse(time));
            }
        } catch (NumberFormatException | DateTimeParseException malformed) {
            throw new HttpException(400, "{\"message\": \"Unable to decode query.\"}");
        }
        if ("true".equals(query.first("timestamps"))) {
            options = options.withTimestamps();
        }
        return "true".equals(query.first("follow")) ? options.following() : options;
    }
}
