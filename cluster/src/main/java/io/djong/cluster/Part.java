package io.djong.cluster;

import java.util.Locale;
import java.util.Optional;

/// What `--without` can leave out.
enum Part {
    CONTROLLERS,
    SCHEDULER,
    KUBELET,
    PROXY,
    DNS;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Part> of(String text) {
        for (Part part : values()) {
            if (part.text().equals(text)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
