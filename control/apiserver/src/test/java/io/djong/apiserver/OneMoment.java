package io.djong.apiserver;

import io.djong.meta.Clock;
import java.time.Duration;
import java.time.Instant;

/// A clock on which no second passes between two requests, for answers that show whether one did; waiting goes on as ever.
///
/// @param now what time it always is
record OneMoment(Instant now) implements Clock {

    @Override
    public long nanos() {
        return Clock.system().nanos();
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        Clock.system().sleep(pause);
    }
}
