package io.djong.auth.token;

import io.djong.auth.Authentication;
import java.util.List;

/// Finds out whose a token is.
public interface TokenAuthenticator {

    /// @param audiences on whose behalf it is asked; the answer names those of them that the token is meant for
    Authentication authenticate(String token, List<String> audiences);
}
