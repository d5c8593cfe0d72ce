package io.djong.auth;

import java.util.List;

/// Finds out who sends a request.
public interface Authenticator {

    Authentication authenticate(Credentials credentials);

    /// Asks each in turn until one knows. Wrong credentials do not end the search, but are the answer when nobody knows better.
    static Authenticator union(List<Authenticator> authenticators) {
        List<Authenticator> fixed = List.copyOf(authenticators);
        return credentials -> {
            Authentication answer = Authentication.NONE;
            for (Authenticator authenticator : fixed) {
                switch (authenticator.authenticate(credentials)) {
                    case Authentication.Authenticated found -> {
                        return found;
                    }
                    case Authentication.Invalid invalid -> answer = invalid;
                    case Authentication.None _ -> {}
                }
            }
            return answer;
        };
    }
}
