package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.ObjectReference;
import org.jspecify.annotations.Nullable;

/// Tells users what a component did or met, as Events about an object. Never blocks; any thread.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ Event
public final class EventRecorder {

    public static final String NORMAL = "Normal";
    public static final String WARNING = "Warning";

    private final Events events;
    private final String component;
    private final String host;

    EventRecorder(Events events, String component, String host) {
        this.events = events;
        this.component = component;
        this.host = host;
    }

    /// As most of upstream's controllers and the kubelet write them: repeats are counted.
    public void event(ApiObject<?> about, String type, String reason, String message) {
        event(reference(about), type, reason, message);
    }

    public void event(ObjectReference about, String type, String reason, String message) {
        events.offer(
                new Events.Counted(events.now(), component, host, about, type, reason, message));
    }

    public void normal(ApiObject<?> about, String reason, String message) {
        event(about, NORMAL, reason, message);
    }

    public void warning(ApiObject<?> about, String reason, String message) {
        event(about, WARNING, reason, message);
    }

    /// As upstream's scheduler writes them, by `events.k8s.io`: repeats make a series.
    ///
    /// @param action what was tried: `Binding`, `Scheduling`
    public void act(
            ApiObject<?> regarding,
            @Nullable ApiObject<?> related,
            String type,
            String reason,
            String action,
            String note) {
        events.offer(
                new Events.Acted(
                        events.now(),
                        component,
                        host,
                        reference(regarding),
                        related == null ? null : reference(related),
                        type,
                        reason,
                        action,
                        note));
    }

    /// A reference to an object as it is now.
    public static ObjectReference reference(ApiObject<?> object) {
        ObjectReference reference =
                ObjectReference.EMPTY.withKind(object.kind()).withApiVersion(object.apiVersion());
        if (!object.namespace().isEmpty()) {
            reference = reference.withNamespace(object.namespace());
        }
        reference = reference.withName(object.name()).withUid(object.uid());
        return object.resourceVersion().isEmpty()
                ? reference
                : reference.withResourceVersion(object.resourceVersion());
    }
}
