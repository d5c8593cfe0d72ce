package io.djong.meta;

/// Where threads come from. Handed in everywhere, so that a test can own them.
public interface Threads {

    /// Starts `body` on a new thread. What it throws is logged with the thread's name.
    Thread start(String name, Runnable body);

    /// A virtual thread each.
    static Threads virtual() {
        return (name, body) ->
                Thread.ofVirtual()
                        .name(name)
                        .uncaughtExceptionHandler((thread, failure) ->
                                Log.of(Threads.class)
                                        .error("Thread died", failure, "thread", thread.getName()))
                        .start(body);
    }
}
