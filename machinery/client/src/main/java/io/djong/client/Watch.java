package io.djong.client;

import io.djong.meta.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The typed events of one watch. See [Transport.EventStream] for how it ends.
public final class Watch<T> implements AutoCloseable {

    public enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        BOOKMARK
    }

    public record Event<T>(Type type, T object) {}

    private final Kind<T> kind;
    private final Transport.EventStream stream;

    Watch(Kind<T> kind, Transport.EventStream stream) {
        this.kind = kind;
        this.stream = stream;
    }

    /// The next event, or null when `patience` ran out first.
    public @Nullable Event<T> next(Duration patience) throws InterruptedException {
        Transport.RawEvent event = stream.next(patience);
        return event == null
                ? null
                : new Event<>(Type.valueOf(event.type()), kind.view().apply(event.object()));
    }

    @Override
    public void close() {
        stream.close();
    }
}
