package io.djong.cluster;

import java.util.List;

/// The configuration is wrong; carries every error that was found, a line each.
final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<String> errors;

    ConfigException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    List<String> errors() {
        return errors;
    }
}
