package io.djong.auth.pki;

/// The files of the cluster's certificates cannot be used or made; the message names the file and the remedy.
public final class PkiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public PkiException(String message) {
        super(message);
    }

    public PkiException(String message, Throwable cause) {
        super(message, cause);
    }
}
