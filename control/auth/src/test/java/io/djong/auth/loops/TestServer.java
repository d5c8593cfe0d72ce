package io.djong.auth.loops;

import io.djong.client.Transport;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Objects by path; lists what it has, takes what is put, and allows or refuses every review.
final class TestServer implements Transport {

    private final Map<String, Fields> objects = new LinkedHashMap<>();
    private final List<String> deleted = new ArrayList<>();
    private final boolean allowsReviews;

    TestServer(boolean allowsReviews) {
        this.allowsReviews = allowsReviews;
    }

    void put(String path, Fields object) {
        objects.put(path, object);
    }

    Fields get(String path) {
        return Objects.requireNonNull(objects.get(path));
    }

    /// The paths that were asked to be deleted.
    List<String> deleted() {
        return deleted;
    }

    @Override
    public Fields send(Request request) {
        return switch (request.method()) {
            case "GET" ->
                    request.path().contains("/namespaces/") ? one(request) : list(request.path());
            case "DELETE" -> {
                deleted.add(request.path());
                yield Fields.EMPTY;
            }
            case "POST" ->
                    ((Fields) Objects.requireNonNull(request.body()))
                            .with("status", Fields.of("allowed", allowsReviews));
            default -> {
                Fields body = (Fields) Objects.requireNonNull(request.body());
                String path = request.path().replaceFirst("/(status|approval)$", "");
                objects.put(path, body);
                yield body;
            }
        };
    }

    private Fields one(Request request) {
        Fields found = objects.get(request.path());
        if (found == null) {
            throw new ApiException(Failure.of(Reason.NOT_FOUND, request.path()));
        }
        return found;
    }

    private Fields list(String path) {
        List<Fields> items =
                objects.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(path + "/"))
                        .map(Map.Entry::getValue)
                        .toList();
        return Fields.of("metadata", Fields.of("resourceVersion", "1"), "items", items);
    }

    /// A watch on which nothing happens.
    @Override
    public EventStream watch(Request request) {
        AtomicBoolean isOpen = new AtomicBoolean(true);
        return new EventStream() {
            @Override
            public @Nullable RawEvent next(Duration patience) throws InterruptedException {
                synchronized (isOpen) {
                    isOpen.wait(patience.toMillis());
                }
                return null;
            }

            @Override
            public void close() {
                synchronized (isOpen) {
                    isOpen.set(false);
                    isOpen.notifyAll();
                }
            }
        };
    }

    @Override
    public void close() {}
}
