package io.djong.controllers.garbage;

/// An owner's kind is not known, perhaps not yet; its dependents must stay until it is.
final class UnknownOwnerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownOwnerException(String message) {
        super(message);
    }
}
