package io.djong.apiserver.fairness;

import java.util.ArrayDeque;

/// One queue of a level. Guarded by the level's lock.
final class LevelQueue {

    final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
    int seatsWaiting;
    int seatsRunning;
    int running;

    /// Where this queue stands in seat-nanoseconds of virtual time: the one that is furthest behind goes first.
    double next;

    boolean isActive() {
        return running > 0 || !waiting.isEmpty();
    }
}
