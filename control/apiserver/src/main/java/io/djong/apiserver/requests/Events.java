package io.djong.apiserver.requests;

import io.djong.apiserver.storage.Stored;
import io.djong.meta.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The events of one watch, in order. For one reading thread; [#close] may come from any.
public interface Events extends AutoCloseable {

    sealed interface Event {
        /// @param type `ADDED`, `MODIFIED`, `DELETED`
        record Change(String type, Stored stored) implements Event {}

        /// @param initialEventsEnd whether all objects that were there at the start have been sent
        record Bookmark(long revision, boolean initialEventsEnd) implements Event {}

        /// The last event: the watch cannot go on.
        record Broken(Failure failure) implements Event {}

        /// The time of the watch is over.
        record Ended() implements Event {}
    }

    /// The next event, or null when `patience` ran out first.
    @Nullable Event next(Duration patience) throws InterruptedException;

    @Override
    void close();
}
