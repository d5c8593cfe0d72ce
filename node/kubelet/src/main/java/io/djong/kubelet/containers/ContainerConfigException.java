package io.djong.kubelet.containers;

/// A container cannot be asked for as its pod wants it: `CreateContainerConfigError`.
public final class ContainerConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ContainerConfigException(String message) {
        super(message);
    }

    public ContainerConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Never null, unlike [#getMessage].
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
