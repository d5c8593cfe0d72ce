package io.djong.http.tls;

/// What a server wants to know of its clients during the TLS handshake.
public enum ClientAuth {
    /// Nothing; clients are not asked.
    NONE,

    /// A certificate if they have one, of whomever: the handler decides what it is worth. So does kube-apiserver, which
    /// answers 401 instead of breaking the handshake.
    REQUESTED,

    /// A certificate if they have one; a wrong one breaks the handshake.
    VERIFIED_IF_GIVEN,

    /// A certificate that a client authority signed, or no handshake.
    REQUIRED
}
