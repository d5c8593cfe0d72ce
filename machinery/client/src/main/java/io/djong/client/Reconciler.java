package io.djong.client;

import java.time.Duration;

/// Brings the world nearer to what the object of a key asks for.
///
/// It may be called at any time and any number of times, for objects that are gone too; never for one key on two threads at once.
/// What it throws is logged, and the key is tried again with growing pauses.
public interface Reconciler<K> {

    Outcome reconcile(K key) throws InterruptedException;

    /// What comes next for a key that was dealt with.
    sealed interface Outcome {

        /// Nothing until something changes.
        record Settled() implements Outcome {}

        /// Once more after a pause.
        record Again(Duration after) implements Outcome {}

        Outcome SETTLED = new Settled();

        static Outcome settled() {
            return SETTLED;
        }

        static Outcome again(Duration after) {
            return new Again(after);
        }
    }
}
