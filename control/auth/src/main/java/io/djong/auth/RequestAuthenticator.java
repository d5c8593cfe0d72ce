package io.djong.auth;

import io.djong.meta.UserInfo;
import java.util.List;
import java.util.function.Predicate;

/// The whole of authentication: asks the authenticators, and takes who shows nothing for anonymous.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/ Authenticating
public final class RequestAuthenticator implements Authenticator {

    private static final UserInfo NOBODY =
            UserInfo.of(UserInfo.ANONYMOUS, UserInfo.UNAUTHENTICATED);

    private final Authenticator authenticators;
    private final Predicate<String> anonymousPaths;

    /// @param anonymousPaths where requests without credentials are let in at all. RBAC allows them nothing but health and
    ///     version, so upstream lets them in everywhere and so refuses with 403; elsewhere they get 401
    public RequestAuthenticator(
            List<? extends Authenticator> authenticators, Predicate<String> anonymousPaths) {
        this.authenticators = Authenticator.union(List.copyOf(authenticators));
        this.anonymousPaths = anonymousPaths;
    }

    /// Wrong credentials are never anonymous.
    @Override
    public Authentication authenticate(Credentials credentials) {
        return switch (authenticators.authenticate(credentials)) {
            case Authentication.Authenticated(var user, var audiences) ->
                    new Authentication.Authenticated(Users.withStanding(user), audiences);
            case Authentication.Invalid invalid -> invalid;
            case Authentication.None none ->
                    anonymousPaths.test(credentials.path())
                            ? new Authentication.Authenticated(NOBODY)
                            : none;
        };
    }
}
