package io.djong.auth.config;

import java.time.Duration;
import java.util.Optional;

/// Durations as flags and configuration files of Kubernetes write them.
public final class Durations {

    private Durations() {}

    /// `1m30s`, `500ms`, `0`; empty for what is none.
    public static Optional<Duration> parse(String text) {
        return Errors.duration(text);
    }
}
