package io.djong.cluster;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.util.Random;
import java.util.random.RandomGenerator;

/// What is handed in everywhere: time, threads, chance.
///
/// @param random safe for many threads
record Machinery(Clock clock, Timer timer, Threads threads, RandomGenerator random) {

    static Machinery ofThisMachine() {
        return new Machinery(Clock.system(), Timer.system(), Threads.virtual(), new Random());
    }
}
