package io.djong.kubelet.containers;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as the runtime has it.
///
/// @param id without the runtime's name
/// @param message what it said at its end, or why the runtime could not start it
/// @param annotations what was noted when it was made
public record ObservedContainer(
        String id,
        String name,
        String sandbox,
        State state,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int exitCode,
        String reason,
        String message,
        String image,
        String imageId,
        String logPath,
        Map<String, String> annotations) {

    public enum State {
        CREATED,
        RUNNING,
        EXITED,
        UNKNOWN
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean hasExited() {
        return state == State.EXITED;
    }

    public boolean hasSucceeded() {
        return state == State.EXITED && exitCode == 0;
    }

    public int restarts() {
        return number(Names.RESTARTS, 0);
    }

    /// Changes when the container's spec changed so that it has to be made anew.
    public String hash() {
        return annotations.getOrDefault(Names.HASH, "");
    }

    public int number(String annotation, int otherwise) {
        String text = annotations.get(annotation);
        return text == null ? otherwise : Integer.parseInt(text);
    }
}
