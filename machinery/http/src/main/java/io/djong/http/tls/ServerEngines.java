package io.djong.http.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Makes a JDK engine for each connection that a server accepts.
///
/// The context is made anew when the client authorities change, which also forgets the sessions that the former ones
/// vouched for.
public final class ServerEngines {

    private final ServerTls tls;
    private @Nullable SSLContext context;
    private List<X509Certificate> authorities = List.of();

    public ServerEngines(ServerTls tls) {
        this.tls = tls;
    }

    /// @param applicationProtocols for ALPN, the dearest first
    public SSLEngine engine(String... applicationProtocols) {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = TlsContexts.parameters(engine, applicationProtocols);
        switch (tls.clientAuth()) {
            case NONE -> {}
            case REQUESTED, VERIFIED_IF_GIVEN -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private synchronized SSLContext context() {
        List<X509Certificate> current = tls.clientAuthorities().get();
        SSLContext known = context;
        if (known != null && current.equals(authorities)) {
            return known;
        }
        SSLContext made = TlsContexts.context(tls.identities(), trust(current));
        context = made;
        authorities = current;
        return made;
    }

    private TrustManager[] trust(List<X509Certificate> current) {
        return switch (tls.clientAuth()) {
            case NONE, REQUESTED -> new TrustManager[] {new AcceptAnybody(current)};
            case VERIFIED_IF_GIVEN, REQUIRED -> TlsContexts.trusting(current);
        };
    }
}
