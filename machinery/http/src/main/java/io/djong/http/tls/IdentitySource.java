package io.djong.http.tls;

import org.jspecify.annotations.Nullable;

/// Finds the identity to show; called for each handshake, so it must be quick.
@FunctionalInterface
public interface IdentitySource {

    /// @param serverName what the client asked for, in lower case; null when it named none
    Identity identity(@Nullable String serverName);
}
