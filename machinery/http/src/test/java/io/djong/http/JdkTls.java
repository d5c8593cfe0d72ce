package io.djong.http;

import io.djong.http.tls.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Contexts for the JDK's HTTP client, made without any of our code.
final class JdkTls {

    private JdkTls() {}

    static SSLContext trusting(TestAuthority authority) {
        return of(authority, null);
    }

    static SSLContext of(TestAuthority authority, @Nullable Identity identity) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", authority.certificates().getFirst());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(identity), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("make TLS context", e);
        }
    }

    private static KeyManager @Nullable [] keys(@Nullable Identity identity)
            throws GeneralSecurityException, IOException {
        if (identity == null) {
            return null;
        }
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "own", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
        // Shows its certificate whatever authorities the server names, as clients with one
        // certificate do.
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(own, new char[0]);
        return new KeyManager[] {
            new OnlyIdentity((javax.net.ssl.X509ExtendedKeyManager) factory.getKeyManagers()[0])
        };
    }

    private static final class OnlyIdentity extends javax.net.ssl.X509ExtendedKeyManager {

        private final javax.net.ssl.X509ExtendedKeyManager keys;

        OnlyIdentity(javax.net.ssl.X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types,
                java.security.Principal @Nullable [] issuers,
                javax.net.ssl.@Nullable SSLEngine engine) {
            return keys.chooseEngineClientAlias(types, null, engine);
        }

        @Override
        public String @Nullable [] getClientAliases(
                String type, java.security.Principal @Nullable [] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types,
                java.security.Principal @Nullable [] issuers,
                java.net.@Nullable Socket socket) {
            return keys.chooseClientAlias(types, null, socket);
        }

        @Override
        public String @Nullable [] getServerAliases(
                String type, java.security.Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type,
                java.security.Principal @Nullable [] issuers,
                java.net.@Nullable Socket socket) {
            return null;
        }

        @Override
        public java.security.cert.X509Certificate @Nullable [] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public java.security.@Nullable PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
