package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.auth.Authenticator;
import io.djong.auth.Credentials;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Log;
import io.djong.meta.Reason;

/// Finds out who asks. Calls from within the process say so themselves.
public final class Authentication implements Filter {

    private static final Log LOG = Log.of(Authentication.class);

    private final Authenticator authenticator;

    public Authentication(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Reply filter(Call call, Handler next) {
        if (!call.isAuthenticated()) {
            Credentials credentials =
                    new Credentials(call.headers(), call.peerCertificates(), call.path());
            switch (authenticator.authenticate(credentials)) {
                case io.djong.auth.Authentication.Authenticated found ->
                        call.authenticated(found.user());
                case io.djong.auth.Authentication.None _ -> throw unauthorized();
                case io.djong.auth.Authentication.Invalid(String why) -> {
                    LOG.debug("Credentials refused", "path", call.path(), "why", why);
                    throw unauthorized();
                }
            }
        }
        return next.serve(call);
    }

    private static ApiException unauthorized() {
        return new ApiException(Failure.of(Reason.UNAUTHORIZED, "Unauthorized"));
    }
}
