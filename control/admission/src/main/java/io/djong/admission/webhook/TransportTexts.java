package io.djong.admission.webhook;

import io.djong.http.TransportException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/// Why there was no answer, in the words of Go's client, which operators know and search for.
final class TransportTexts {

    private TransportTexts() {}

    static String of(TransportException failure, String serverName) {
        // The client puts method and URL before what the connection said.
        TransportException inner =
                failure.getCause() instanceof TransportException cause ? cause : failure;
        String text = String.valueOf(inner.getMessage());
        return switch (inner.kind()) {
            case CONNECT -> text.startsWith("lookup ") ? "dial tcp: " + text : text;
            case TLS -> ofTls(inner, text, serverName);
            case TIMEOUT -> "context deadline exceeded";
            case CLOSED -> "EOF";
        };
    }

    private static String ofTls(TransportException failure, String text, String serverName) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException) {
                return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
            }
            if (message.startsWith("PKIX path") || message.contains("unable to find valid")) {
                return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
            }
            if (message.startsWith("No subject alternative") || message.startsWith("No name")) {
                return "tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match "
                        + serverName;
            }
        }
        return text;
    }
}
