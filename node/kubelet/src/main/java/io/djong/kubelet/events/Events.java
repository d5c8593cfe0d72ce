package io.djong.kubelet.events;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Event;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.client.Client;
import io.djong.client.Patch;
import io.djong.kubelet.containers.PodContainers;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Writes events. The same one again only counts up.
///
/// Shape: confined to one thread fed by a bounded queue; an event too many is dropped, which is what upstream does too.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ Event
public final class Events implements AutoCloseable {

    private static final Log LOG = Log.of(Events.class);

    private static final int WAITING_MAX = 1000;

    /// Upstream remembers as many.
    private static final int REMEMBERED_MAX = 4096;

    private static final String COMPONENT = "kubelet";

    private final Client client;
    private final String node;
    private final Clock clock;
    private final BlockingQueue<News> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread thread;

    private record News(Fields about, String type, String reason, String message, Instant at) {

        Key key() {
            return new Key(about, type, reason, message);
        }
    }

    private record Key(Fields about, String type, String reason, String message) {}

    private record Written(ObjectKey event, long count) {}

    private final Map<Key, Written> written =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Written> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    public Events(Client client, String node, Clock clock, Threads threads) {
        this.client = client;
        this.node = node;
        this.clock = clock;
        this.thread = threads.start("kubelet-events", this::run);
    }

    public void normal(Pod pod, @Nullable Container container, String reason, String message) {
        tell(about(pod, container), "Normal", reason, message);
    }

    public void warning(Pod pod, @Nullable Container container, String reason, String message) {
        tell(about(pod, container), "Warning", reason, message);
    }

    /// About the node itself.
    public void ofNode(Node object, String type, String reason, String message) {
        tell(reference(object), type, reason, message);
    }

    private void tell(Fields about, String type, String reason, String message) {
        if (!waiting.offer(new News(about, type, reason, message, clock.now()))) {
            LOG.warn("Event dropped", "reason", reason, "message", message);
        }
    }

    private static Fields about(Pod pod, @Nullable Container container) {
        Fields reference = reference(pod);
        return container == null
                ? reference
                : reference.with("fieldPath", PodContainers.fieldPath(pod, container));
    }

    private static Fields reference(ApiObject<?> object) {
        Fields.Builder reference = Fields.builder().add("kind", object.ofKind().name());
        if (!object.namespace().isEmpty()) {
            reference.add("namespace", object.namespace());
        }
        reference.add("name", object.name()).add("uid", object.uid());
        return reference.add("apiVersion", object.ofKind().apiVersion()).build();
    }

    private void run() {
        try {
            while (true) {
                News news = waiting.take();
                try {
                    write(news);
                } catch (ApiException refused) {
                    // In a namespace that is being ended nothing can be created any more.
                    boolean isExpected =
                            refused.is(Reason.FORBIDDEN) || refused.is(Reason.NOT_FOUND);
                    lost(news, refused, isExpected);
                } catch (RuntimeException failure) {
                    lost(news, failure, false);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void lost(News news, RuntimeException failure, boolean isExpected) {
        if (isExpected) {
            LOG.debug("Event lost", "reason", news.reason(), "why", failure.getMessage());
        } else {
            LOG.warn("Event lost", failure, "reason", news.reason(), "message", news.message());
        }
    }

    private void write(News news) {
        Written before = written.get(news.key());
        if (before != null && countUp(news, before)) {
            return;
        }
        Event event = client.create(event(news));
        written.put(news.key(), new Written(event.key(), 1));
    }

    private boolean countUp(News news, Written before) {
        long count = before.count() + 1;
        Fields change = Fields.of("count", count).with("lastTimestamp", Times.seconds(news.at()));
        try {
            client.patch(Event.KIND, before.event(), new Patch.Merge(change));
        } catch (ApiException refused) {
            if (refused.is(Reason.NOT_FOUND)) {
                return false;
            }
            throw refused;
        }
        written.put(news.key(), new Written(before.event(), count));
        return true;
    }

    private Event event(News news) {
        String namespace = news.about().string("namespace");
        String time = Times.seconds(news.at());
        long nanos = Duration.between(Instant.EPOCH, news.at()).toNanos();
        String name = news.about().string("name") + "." + Long.toHexString(nanos);
        Fields meta =
                Fields.of("name", name)
                        .with("namespace", namespace.isEmpty() ? "default" : namespace);
        return new Event(
                Fields.builder()
                        .add("apiVersion", "v1")
                        .add("kind", "Event")
                        .add("metadata", meta)
                        .add("involvedObject", news.about())
                        .add("reason", news.reason())
                        .add("message", news.message())
                        .add("source", Fields.of("component", COMPONENT).with("host", node))
                        .add("firstTimestamp", time)
                        .add("lastTimestamp", time)
                        .add("count", 1L)
                        .add("type", news.type())
                        .add("eventTime", null)
                        .add("reportingComponent", COMPONENT)
                        .add("reportingInstance", node)
                        .build());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
