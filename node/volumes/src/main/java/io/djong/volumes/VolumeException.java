package io.djong.volumes;

/// A volume could not be made ready; the message is what upstream's kubelet puts behind the volume's name.
public final class VolumeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public VolumeException(String message) {
        super(message);
    }

    public VolumeException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Never null, unlike [#getMessage].
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
