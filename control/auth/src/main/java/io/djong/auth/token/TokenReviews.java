package io.djong.auth.token;

import io.djong.auth.Authentication;
import io.djong.auth.Users;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;

/// Answers `TokenReview`: whose is this token?
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/ TokenReview
public final class TokenReviews {

    private final BearerAuthenticator authenticator;

    public TokenReviews(BearerAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /// The review with its status.
    public Fields answer(Fields review) {
        Fields spec = review.fields("spec");
        String token = spec.string("token");
        if (token.isEmpty()) {
            throw new ApiException(
                    Failure.badRequest("token is required for TokenReview in authentication"));
        }
        List<String> audiences = new ArrayList<>();
        spec.list("audiences").forEach(one -> audiences.add(String.valueOf(one)));
        List<String> wanted = audiences.isEmpty() ? authenticator.apiAudiences() : audiences;
        return review.with("status", status(authenticator.authenticate(token, wanted)));
    }

    private static Fields status(Authentication answer) {
        return switch (answer) {
            case Authentication.Authenticated(var user, var audiences) ->
                    Fields.of(
                            "authenticated",
                            true,
                            "user",
                            Users.document(Users.withStanding(user)),
                            "audiences",
                            audiences);
            case Authentication.Invalid(String why) ->
                    Fields.of("user", Fields.EMPTY, "error", why);
            case Authentication.None _ ->
                    Fields.of("user", Fields.EMPTY, "error", BearerAuthenticator.INVALID);
        };
    }
}
