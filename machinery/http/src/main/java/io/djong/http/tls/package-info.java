/// Keys, certificates and trust, from PEM files to the JDK's TLS contexts. No Netty in here.
///
/// Start at [ServerTls] and [ClientTls]; [Pem] reads what kubeadm and openssl write. Identities and authorities are
/// suppliers that are asked anew for each handshake, so that files can be replaced under a running server.
@NullMarked
package io.djong.http.tls;

import org.jspecify.annotations.NullMarked;
