package io.djong.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One reader's position in the stream of changes. For one reading thread; [#wake] and [#close] may come from any.
///
/// A watch holds no events of its own: it may lag as far behind as history is kept, and is cut off beyond that.
/// The reading methods throw [LaggedException] then, and [ClosedException] once the watch or its store is closed.
public interface Watch extends AutoCloseable {

    /// At most so many events come out of one [#take].
    int TAKE_MAX = 1024;

    /// Waits for the next event.
    Event next() throws InterruptedException;

    /// Waits for the next event; null when `timeout` passed or [#wake] was called before there was one.
    @Nullable Event next(Duration timeout) throws InterruptedException;

    /// Waits until there is at least one event, then returns all there are, up to [#TAKE_MAX]; empty when `timeout`
    /// passed or [#wake] was called before there was one. Zero does not wait.
    List<Event> take(Duration timeout) throws InterruptedException;

    /// All events up to this revision were returned already. Grows without events of this watch, too.
    long progress();

    /// Lets the reader's present or next wait end without an event; [#progress] then covers all that was committed before.
    void wake();

    @Override
    void close();
}
