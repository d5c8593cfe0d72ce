package io.djong.apiserver.security;

import io.djong.auth.config.AuthenticationSettings;
import io.djong.auth.config.AuthorizationSettings;
import io.djong.auth.pki.KeyPairs;
import io.djong.meta.UserInfo;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What authentication needs to know.
///
/// @param issuers of service account tokens; the first is the current one
/// @param apiAudiences whom such tokens are meant for when they do not say
/// @param tokenKey signs tokens
/// @param tokenKeys verify tokens; the first is the other half of `tokenKey`
/// @param clientAuthorities sign client certificates
/// @param staticTokens users by token, for tests and bootstrap
/// @param authentication further authenticators
/// @param authorization which authorizers, in order
public record SecurityConfig(
        List<String> issuers,
        List<String> apiAudiences,
        PrivateKey tokenKey,
        List<PublicKey> tokenKeys,
        Supplier<List<X509Certificate>> clientAuthorities,
        Map<String, UserInfo> staticTokens,
        AuthenticationSettings authentication,
        AuthorizationSettings authorization) {

    public static final String ISSUER = "https://kubernetes.default.svc";

    public SecurityConfig {
        issuers = List.copyOf(issuers);
        apiAudiences = List.copyOf(apiAudiences);
        tokenKeys = List.copyOf(tokenKeys);
        staticTokens = Map.copyOf(staticTokens);
    }

    /// The usual issuer, with the keys of a cluster.
    public static SecurityConfig of(
            PrivateKey tokenKey,
            List<PublicKey> tokenKeys,
            Supplier<List<X509Certificate>> clientAuthorities) {
        return new SecurityConfig(
                List.of(ISSUER),
                List.of(ISSUER),
                tokenKey,
                tokenKeys,
                clientAuthorities,
                Map.of(),
                AuthenticationSettings.DEFAULTS,
                AuthorizationSettings.DEFAULTS);
    }

    /// With keys of its own and without client certificates: for clusters that live in one process.
    public static SecurityConfig ephemeral() {
        KeyPair keys = KeyPairs.generate();
        return of(keys.getPrivate(), List.of(keys.getPublic()), List::of);
    }

    public SecurityConfig withStaticTokens(Map<String, UserInfo> tokens) {
        return new SecurityConfig(
                issuers,
                apiAudiences,
                tokenKey,
                tokenKeys,
                clientAuthorities,
                tokens,
                authentication,
                authorization);
    }

    /// @param used all that were ever used; the first is the current one
    public SecurityConfig withIssuers(List<String> used, List<String> audiences) {
        return new SecurityConfig(
                used,
                audiences,
                tokenKey,
                tokenKeys,
                clientAuthorities,
                staticTokens,
                authentication,
                authorization);
    }

    public SecurityConfig withAuthentication(AuthenticationSettings settings) {
        return new SecurityConfig(
                issuers,
                apiAudiences,
                tokenKey,
                tokenKeys,
                clientAuthorities,
                staticTokens,
                settings,
                authorization);
    }

    public SecurityConfig withAuthorization(AuthorizationSettings settings) {
        return new SecurityConfig(
                issuers,
                apiAudiences,
                tokenKey,
                tokenKeys,
                clientAuthorities,
                staticTokens,
                authentication,
                settings);
    }

    /// All who may have signed what a client shows.
    public List<X509Certificate> shownAuthorities() {
        List<X509Certificate> all = new ArrayList<>(clientAuthorities.get());
        authentication.frontProxy().ifPresent(proxy -> all.addAll(proxy.authorities()));
        return all;
    }
}
