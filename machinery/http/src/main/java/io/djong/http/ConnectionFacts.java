package io.djong.http;

import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// What all requests of one connection have in common.
record ConnectionFacts(
        InetSocketAddress remote,
        InetSocketAddress local,
        boolean isTls,
        List<X509Certificate> peerCertificates,
        @Nullable String serverName) {

    static ConnectionFacts plain(InetSocketAddress remote, InetSocketAddress local) {
        return new ConnectionFacts(remote, local, false, List.of(), null);
    }

    /// Of an engine whose handshake is over.
    static ConnectionFacts tls(
            InetSocketAddress remote, InetSocketAddress local, SSLEngine engine) {
        return new ConnectionFacts(
                remote, local, true, certificates(engine), requestedName(engine));
    }

    private static List<X509Certificate> certificates(SSLEngine engine) {
        List<X509Certificate> certificates = new ArrayList<>(2);
        try {
            for (Certificate certificate : engine.getSession().getPeerCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
        return List.copyOf(certificates);
    }

    private static @Nullable String requestedName(SSLEngine engine) {
        if (engine.getSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }
}
