package io.djong.http.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Makes a JDK engine for each connection that a client opens.
///
/// The context is made anew when the identity or the authorities change, so that no session is resumed that was
/// agreed upon with the old ones.
public final class ClientEngines {

    private final ClientTls tls;
    private @Nullable SSLContext context;
    private @Nullable Identity identity;
    private List<X509Certificate> authorities = List.of();

    public ClientEngines(ClientTls tls) {
        this.tls = tls;
    }

    /// @param host name or address that is connected to
    public SSLEngine engine(String host, int port, String... applicationProtocols) {
        String name = tls.serverName() == null ? host : tls.serverName();
        SSLEngine engine = context().createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = TlsContexts.parameters(engine, applicationProtocols);
        if (!(tls.trust() instanceof Trust.Anybody)) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (isName(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /// Addresses are not sent as server names.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc6066#section-3 Server Name Indication
    private static boolean isName(String host) {
        boolean hasLetter = host.chars().anyMatch(Character::isLetter);
        return hasLetter && host.indexOf(':') < 0;
    }

    private synchronized SSLContext context() {
        Identity currentIdentity = tls.identity() == null ? null : tls.identity().get();
        List<X509Certificate> current =
                tls.trust() instanceof Trust.Authorities(var source) ? source.get() : List.of();
        SSLContext known = context;
        if (known != null
                && Objects.equals(currentIdentity, identity)
                && current.equals(authorities)) {
            return known;
        }
        IdentitySource shown = currentIdentity == null ? null : _ -> currentIdentity;
        SSLContext made = TlsContexts.context(shown, trust(current));
        context = made;
        identity = currentIdentity;
        authorities = current;
        return made;
    }

    private TrustManager @Nullable [] trust(List<X509Certificate> current) {
        return switch (tls.trust()) {
            case Trust.Authorities _ -> TlsContexts.trusting(current);
            case Trust.SystemRoots() -> null;
            case Trust.Anybody() -> new TrustManager[] {new AcceptAnybody(List.of())};
        };
    }
}
