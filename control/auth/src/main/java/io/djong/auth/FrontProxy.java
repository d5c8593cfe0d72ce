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

    private final ClientCertificates certificates;
    private final Set<String> allowedNames;
    private final HeaderNames names;

    /// Where a proxy puts what it knows; of several names the first that a request has counts.
    ///
    /// @param extraPrefixes of headers whose rest is a key
    public record HeaderNames(
            List<String> user, List<String> uid, List<String> group, List<String> extraPrefixes) {

        public static final HeaderNames USUAL =
                new HeaderNames(
                        List.of("X-Remote-User"),
                        List.of("X-Remote-Uid"),
                        List.of("X-Remote-Group"),
                        List.of("X-Remote-Extra-"));
    }

    /// @param allowedNames common names of proxies; empty for any that the authority signed
    public FrontProxy(
            Supplier<List<X509Certificate>> authorities,
            Set<String> allowedNames,
            HeaderNames names,
            Clock clock) {
        this.certificates = new ClientCertificates(authorities, clock);
        this.allowedNames = Set.copyOf(allowedNames);
        this.names = names;
    }

    private static String first(Credentials credentials, List<String> headers) {
        for (String header : headers) {
            String value = credentials.headers().firstOr(header, "").strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        String user = first(credentials, names.user);
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
                        first(credentials, names.uid),
                        names.group.stream()
                                .flatMap(header -> credentials.headers().all(header).stream())
                                .toList(),
                        extra(credentials)));
    }

    private Map<String, List<String>> extra(Credentials credentials) {
        Map<String, List<String>> extra = new TreeMap<>();
        for (String header : credentials.headers().names()) {
            String lower = header.toLowerCase(Locale.ROOT);
            for (String prefix : names.extraPrefixes) {
                if (lower.startsWith(prefix.toLowerCase(Locale.ROOT))) {
                    extra.computeIfAbsent(
                                    unescape(lower.substring(prefix.length())),
                                    _ -> new ArrayList<>())
                            .addAll(credentials.headers().all(header));
                }
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
