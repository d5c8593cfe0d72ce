package io.djong.http.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/// How a server does TLS. The suppliers are asked anew for each handshake.
///
/// @param identities which identity to show for which server name
/// @param clientAuth what to ask clients for
/// @param clientAuthorities who may sign client certificates; also told to clients so that they can choose
public record ServerTls(
        IdentitySource identities,
        ClientAuth clientAuth,
        Supplier<List<X509Certificate>> clientAuthorities) {

    /// One identity for everybody, clients not asked.
    public static ServerTls of(Identity identity) {
        return new ServerTls(_ -> identity, ClientAuth.NONE, List::of);
    }

    public ServerTls withClientAuth(ClientAuth auth, Supplier<List<X509Certificate>> authorities) {
        return new ServerTls(identities, auth, authorities);
    }
}
