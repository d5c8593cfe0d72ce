package io.djong.simulation;

import io.djong.store.Event;
import io.djong.store.Watch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes everything on but what [#change] makes of the events.
abstract class PassingWatch implements Watch {

    private final Watch watch;

    PassingWatch(Watch watch) {
        this.watch = watch;
    }

    abstract List<Event> change(List<Event> events);

    @Override
    public Event next() throws InterruptedException {
        return watch.next();
    }

    @Override
    public @Nullable Event next(Duration timeout) throws InterruptedException {
        return watch.next(timeout);
    }

    @Override
    public List<Event> take(Duration timeout) throws InterruptedException {
        return change(watch.take(timeout));
    }

    @Override
    public long progress() {
        return watch.progress();
    }

    @Override
    public void wake() {
        watch.wake();
    }

    @Override
    public void close() {
        watch.close();
    }
}
