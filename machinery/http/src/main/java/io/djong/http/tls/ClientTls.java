package io.djong.http.tls;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a client does TLS.
///
/// @param trust whom to believe
/// @param identity what to show to servers that ask; null for nothing. Asked anew for each connection
/// @param serverName the name to ask for and to check instead of the host's; null for the host's
public record ClientTls(
        Trust trust, @Nullable Supplier<Identity> identity, @Nullable String serverName) {

    public static ClientTls trusting(Trust trust) {
        return new ClientTls(trust, null, null);
    }

    public ClientTls withIdentity(Supplier<Identity> identity) {
        return new ClientTls(trust, identity, serverName);
    }

    public ClientTls withServerName(String serverName) {
        return new ClientTls(trust, identity, serverName);
    }
}
