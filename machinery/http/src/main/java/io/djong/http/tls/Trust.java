package io.djong.http.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/// Whom a client believes.
public sealed interface Trust {

    /// Only these authorities, asked anew for each connection.
    record Authorities(Supplier<List<X509Certificate>> authorities) implements Trust {}

    /// What the Java runtime trusts.
    record SystemRoots() implements Trust {}

    /// Anybody, as kubelet probes and `--insecure-skip-tls-verify` want it.
    record Anybody() implements Trust {}

    static Trust authorities(List<X509Certificate> authorities) {
        List<X509Certificate> fixed = List.copyOf(authorities);
        return new Authorities(() -> fixed);
    }
}
