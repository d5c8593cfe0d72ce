package io.djong.admission.podsecurity;

import java.util.Locale;
import java.util.Optional;

/// How strict, from anything goes to best practice.
public enum Level {
    PRIVILEGED,
    BASELINE,
    RESTRICTED;

    static Optional<Level> parse(String text) {
        for (Level level : values()) {
            if (level.toString().equals(text)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /// As in labels.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
