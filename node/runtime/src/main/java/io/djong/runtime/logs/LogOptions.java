package io.djong.runtime.logs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which part of a log is wanted, and how: the answer to `kubectl logs` with its flags.
///
/// @param tailLines how many of the last lines, absent for all
/// @param since nothing older than this
/// @param limitBytes the answer ends after so many bytes, in the middle of a line if need be
/// @param timestamps whether each line begins with the time at which it was written
/// @param follow whether to wait for more until the container has stopped
/// @spec https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podlogoptions-v1-core PodLogOptions
public record LogOptions(
        @Nullable Long tailLines,
        @Nullable Instant since,
        @Nullable Long limitBytes,
        boolean timestamps,
        boolean follow) {

    public static LogOptions all() {
        return new LogOptions(null, null, null, false, false);
    }

    public LogOptions withTailLines(long lines) {
        return new LogOptions(lines, since, limitBytes, timestamps, follow);
    }

    public LogOptions withSince(Instant time) {
        return new LogOptions(tailLines, time, limitBytes, timestamps, follow);
    }

    public LogOptions withLimitBytes(long bytes) {
        return new LogOptions(tailLines, since, bytes, timestamps, follow);
    }

    public LogOptions withTimestamps() {
        return new LogOptions(tailLines, since, limitBytes, true, follow);
    }

    public LogOptions following() {
        return new LogOptions(tailLines, since, limitBytes, timestamps, true);
    }
}
