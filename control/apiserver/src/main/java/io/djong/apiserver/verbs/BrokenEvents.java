package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Events;
import io.djong.meta.Failure;
import java.time.Duration;

/// A watch that could not begin: one error, then the end.
final class BrokenEvents implements Events {

    private final Failure failure;
    private boolean told;

    BrokenEvents(Failure failure) {
        this.failure = failure;
    }

    @Override
    public Event next(Duration patience) {
        if (told) {
            return new Event.Ended();
        }
        told = true;
        return new Event.Broken(failure);
    }

    @Override
    public void close() {}
}
