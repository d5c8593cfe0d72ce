package io.djong.auth.token;

import io.djong.auth.Authentication;
import io.djong.auth.Authenticator;
import io.djong.auth.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Takes the token from `Authorization: Bearer`, or from the WebSocket protocol where browsers have to put it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#putting-a-bearer-token-in-a-request Putting a bearer token in a request
public final class BearerAuthenticator implements Authenticator {

    private static final String PROTOCOL_PREFIX = "base64url.bearer.authorization.k8s.io.";

    /// Upstream's text for every token that nobody knows.
    static final String INVALID = "invalid bearer token";

    private final List<TokenAuthenticator> authenticators;
    private final List<String> apiAudiences;

    /// @param apiAudiences the API server's own names
    public BearerAuthenticator(List<TokenAuthenticator> authenticators, List<String> apiAudiences) {
        this.authenticators = List.copyOf(authenticators);
        this.apiAudiences = List.copyOf(apiAudiences);
    }

    public List<String> apiAudiences() {
        return apiAudiences;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        Optional<String> token = headerToken(credentials).or(() -> protocolToken(credentials));
        return token.isEmpty() ? Authentication.NONE : authenticate(token.get(), apiAudiences);
    }

    /// Judges a bare token, as a `TokenReview` asks for it. Never [Authentication.None].
    Authentication authenticate(String token, List<String> audiences) {
        List<String> errors = new ArrayList<>();
        for (TokenAuthenticator authenticator : authenticators) {
            switch (authenticator.authenticate(token, audiences)) {
                case Authentication.Authenticated found -> {
                    return found;
                }
                case Authentication.Invalid(String why) -> errors.add(why);
                case Authentication.None _ -> {}
            }
        }
        errors.addFirst(INVALID);
        return new Authentication.Invalid(
                errors.size() == 1 ? INVALID : "[" + String.join(", ", errors) + "]");
    }

    private static Optional<String> headerToken(Credentials credentials) {
        String[] parts = credentials.headers().firstOr("Authorization", "").strip().split(" ", 3);
        return parts.length >= 2 && parts[0].equalsIgnoreCase("bearer") && !parts[1].isEmpty()
                ? Optional.of(parts[1])
                : Optional.empty();
    }

    private static Optional<String> protocolToken(Credentials credentials) {
        for (String protocol : credentials.headers().tokens("Sec-WebSocket-Protocol")) {
            if (protocol.startsWith(PROTOCOL_PREFIX)) {
                try {
                    byte[] token =
                            Base64.getUrlDecoder()
                                    .decode(protocol.substring(PROTOCOL_PREFIX.length()));
                    return Optional.of(new String(token, StandardCharsets.UTF_8));
                } catch (IllegalArgumentException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
