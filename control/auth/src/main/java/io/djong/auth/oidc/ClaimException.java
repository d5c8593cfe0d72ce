package io.djong.auth.oidc;

/// A token whose claims make no user.
final class ClaimException extends Exception {
    private static final long serialVersionUID = 1;

    ClaimException(String why) {
        super(why, null, false, false);
    }
}
