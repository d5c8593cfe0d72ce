package io.djong.store;

import org.jspecify.annotations.Nullable;

/// The store could not do what was asked; the message names the file or revision concerned.
public class StoreException extends RuntimeException {

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
