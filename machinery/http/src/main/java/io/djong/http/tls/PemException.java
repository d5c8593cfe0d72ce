package io.djong.http.tls;

/// Text that holds no usable key or certificate.
public final class PemException extends RuntimeException {

    public PemException(String message) {
        super(message);
    }

    public PemException(String message, Throwable cause) {
        super(message, cause);
    }
}
