package io.djong.apiserver.legacy;

import org.jspecify.annotations.Nullable;

/// Numbers that annotations hold.
final class Numbers {

    private Numbers() {}

    /// The number, or null when the text is none: somebody wrote it by hand, and it stays as it is.
    static @Nullable Long parse(String text) {
        try {
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException handwritten) {
            return null;
        }
    }
}
