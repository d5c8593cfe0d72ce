package io.djong.store;

/// Waits for the end of threads that end soon.
final class Joining {

    private Joining() {}

    /// An interrupt does not shorten the wait; the calling thread is still interrupted afterwards.
    static void uninterruptibly(Thread thread) {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
