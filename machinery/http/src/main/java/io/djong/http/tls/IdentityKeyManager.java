package io.djong.http.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the JDK the identity that is current when a handshake begins. A small lock.
///
/// The JDK asks for an alias first and for key and chain by that alias later, so an identity that was chosen stays
/// reachable for a while even if its source has moved on.
final class IdentityKeyManager extends X509ExtendedKeyManager {

    /// More identities than a server shows in the time of one handshake.
    private static final int REMEMBERED = 64;

    private final IdentitySource source;
    private final Map<String, Identity> chosen =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Identity> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private int lastAlias;

    IdentityKeyManager(IdentitySource source) {
        this.source = source;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Identity identity = source.identity(serverName(engine));
        return fits(identity, keyType) ? alias(identity) : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Identity identity = source.identity(null);
        for (String keyType : keyTypes) {
            if (fits(identity, keyType)) {
                return alias(identity);
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.key();
    }

    private static boolean fits(Identity identity, String keyType) {
        String algorithm = identity.key().getAlgorithm();
        return switch (keyType) {
            case "RSA", "RSASSA-PSS" -> algorithm.equals("RSA");
            case "EC", "EC_EC", "EC_RSA" -> algorithm.equals("EC");
            case "EdDSA" -> algorithm.equals("EdDSA") || algorithm.equals("Ed25519");
            default -> keyType.equals(algorithm);
        };
    }

    private static @Nullable String serverName(@Nullable SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            List<SNIServerName> names = session.getRequestedServerNames();
            for (SNIServerName name : names) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    private synchronized String alias(Identity identity) {
        for (Map.Entry<String, Identity> known : chosen.entrySet()) {
            if (known.getValue().equals(identity)) {
                return known.getKey();
            }
        }
        String alias = "identity-" + ++lastAlias;
        chosen.put(alias, identity);
        return alias;
    }

    private synchronized @Nullable Identity find(String alias) {
        return chosen.get(alias);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }
}
