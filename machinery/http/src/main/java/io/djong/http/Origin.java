package io.djong.http;

import java.net.URI;

/// Whom a request goes to: `https`, a host name or address (IPv6 without brackets), a port.
public record Origin(boolean isTls, String host, int port) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public static Origin of(URI uri) {
        boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost();
        if (host == null || !(isTls || "http".equalsIgnoreCase(uri.getScheme()))) {
            throw new IllegalArgumentException("uri: neither http nor https: " + uri);
        }
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : isTls ? HTTPS_PORT : HTTP_PORT;
        return new Origin(isTls, host, port);
    }

    /// As the `Host` header says it; the scheme's own port goes without saying.
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (isTls ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return (isTls ? "https://" : "http://") + authority();
    }
}
