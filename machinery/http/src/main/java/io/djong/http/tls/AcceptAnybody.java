package io.djong.http.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes every certificate; the other side still has to own its key.
final class AcceptAnybody extends X509ExtendedTrustManager {

    private final List<X509Certificate> hints;

    /// @param hints authorities to name to the other side
    AcceptAnybody(List<X509Certificate> hints) {
        this.hints = hints;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return hints.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}
}
