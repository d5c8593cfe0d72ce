package io.djong.http.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A key and the certificates that say whose it is, leaf first.
public record Identity(PrivateKey key, List<X509Certificate> chain) {

    public Identity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("identity: no certificate");
        }
    }

    /// Of PEM text as kubeadm, openssl or cert-manager write it.
    public static Identity ofPem(String certificates, String key) {
        return new Identity(Pem.privateKey(key), Pem.certificates(certificates));
    }
}
