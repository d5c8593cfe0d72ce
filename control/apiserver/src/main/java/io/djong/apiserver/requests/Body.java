package io.djong.apiserver.requests;

import org.jspecify.annotations.Nullable;

/// What a request carries.
public sealed interface Body {

    /// Upstream's limit for everything that is decoded.
    int BYTES_MAX = 3 * 1024 * 1024;

    record None() implements Body {}

    /// Bytes of some media type, read when needed.
    record Encoded(String contentType, Source source) implements Body {}

    /// A document that came as it is, from a component in this process. It shares no mutable state with its sender.
    record Document(String contentType, Object tree) implements Body {}

    /// Reads the whole body, once.
    @FunctionalInterface
    interface Source {
        byte[] read(int maxBytes);
    }

    default @Nullable String contentTypeOrNull() {
        return switch (this) {
            case None _ -> null;
            case Encoded(String contentType, _) -> contentType;
            case Document(String contentType, _) -> contentType;
        };
    }
}
