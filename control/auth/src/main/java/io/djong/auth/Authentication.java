package io.djong.auth;

import io.djong.meta.UserInfo;
import java.util.List;

/// What an [Authenticator] found.
public sealed interface Authentication {

    /// No credentials of this authenticator's sort; the next one may know.
    Authentication NONE = new None();

    /// @param audiences whom the credentials are meant for; empty when they do not say
    record Authenticated(UserInfo user, List<String> audiences) implements Authentication {
        public Authenticated(UserInfo user) {
            this(user, List.of());
        }
    }

    /// See [Authentication#NONE].
    record None() implements Authentication {}

    /// Credentials that are wrong: the request is refused with 401 unless a later authenticator accepts it.
    ///
    /// @param why for the log; a client only learns `Unauthorized`
    record Invalid(String why) implements Authentication {}
}
