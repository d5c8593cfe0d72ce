package io.djong.runtime;

import org.jspecify.annotations.Nullable;

/// The machine does not let us run containers; the message says what to do about it.
public final class RuntimeSetupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public RuntimeSetupException(String message) {
        super(message);
    }

    public RuntimeSetupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
