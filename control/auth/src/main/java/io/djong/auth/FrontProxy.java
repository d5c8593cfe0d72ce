package io.djong.auth;

import io.djong.meta.Clock;
import io.djong.meta.UserInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Believes the `X-Remote-` headers of a proxy that has authenticated the user itself, and shows a certificate of the
/// front-proxy authority.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy Authenticating proxy
public final class FrontProxy implements Authenticator {

    private static final String EXTRA_PREFIX = "x-remote-extra-";

    private final ClientCertificates certificates;
    private final Set<String> allowedNames;

    /// @param allowedNames common names of proxies; empty for any that the authority signed
    public FrontProxy(
            Supplier<List<X509Certificate>> authorities, Set<String> allowedNames, Clock clock) {
        this.certificates = new ClientCertificates(authorities, clock);
        this.allowedNames = Set.copyOf(allowedNames);
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        String user = credentials.headers().firstOr("X-Remote-User", "");
        boolean isProxy =
                !user.isEmpty()
                        && certificates.authenticate(credentials)
                                instanceof Authentication.Authenticated(var proxy, _)
                        && (allowedNames.isEmpty() || allowedNames.contains(proxy.name()));
        if (!isProxy) {
            return Authentication.NONE;
        }
        return new Authentication.Authenticated(
                new UserInfo(
                        user,
                        credentials.headers().firstOr("X-Remote-Uid", ""),
                        credentials.headers().all("X-Remote-Group"),
                        extra(credentials)));
    }

    private static Map<String, List<String>> extra(Credentials credentials) {
        Map<String, List<String>> extra = new TreeMap<>();
        for (String header : credentials.headers().names()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(EXTRA_PREFIX)) {
                extra.computeIfAbsent(
                                unescape(lower.substring(EXTRA_PREFIX.length())),
                                _ -> new ArrayList<>())
                        .addAll(credentials.headers().all(header));
            }
        }
        return extra;
    }

    private static String unescape(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return key;
        }
    }
}
