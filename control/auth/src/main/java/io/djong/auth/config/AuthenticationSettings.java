package io.djong.auth.config;

import io.djong.auth.FrontProxy;
import io.djong.auth.oidc.JwtSettings;
import io.djong.auth.webhook.TokenWebhook;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which authenticators there are beside those that every cluster has.
///
/// @param issuers whose ID tokens are believed
/// @param webhook a program that knows whose tokens are
/// @param frontProxy a proxy that is believed about its users
/// @param anonymous who may come without credentials
public record AuthenticationSettings(
        List<JwtSettings> issuers,
        Optional<TokenWebhook.Settings> webhook,
        Optional<FrontProxySettings> frontProxy,
        Anonymous anonymous) {

    public static final AuthenticationSettings DEFAULTS =
            new AuthenticationSettings(
                    List.of(), Optional.empty(), Optional.empty(), Anonymous.EVERYWHERE);

    /// @param authorities sign the proxy's certificate
    /// @param allowedNames common names of proxies; empty for any that is signed
    public record FrontProxySettings(
            List<X509Certificate> authorities,
            Set<String> allowedNames,
            FrontProxy.HeaderNames names) {}

    /// @param paths where; empty for everywhere
    public record Anonymous(boolean enabled, Set<String> paths) {
        public static final Anonymous EVERYWHERE = new Anonymous(true, Set.of());
        public static final Anonymous NOWHERE = new Anonymous(false, Set.of());

        public boolean isWelcome(String path) {
            return enabled && (paths.isEmpty() || paths.contains(path));
        }
    }

    public AuthenticationSettings {
        issuers = List.copyOf(issuers);
    }
}
