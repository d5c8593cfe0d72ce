package io.djong.cli;

/// A command cannot go on; the message is the one line that the user sees.
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CliException(String message) {
        super(message);
    }

    public CliException(String message, Throwable cause) {
        super(message, cause);
    }
}
