package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.auth.Impersonation;

/// Lets a user who may do so act as another one.
public final class Impersonating implements Filter {

    private final Impersonation impersonation;

    public Impersonating(Impersonation impersonation) {
        this.impersonation = impersonation;
    }

    @Override
    public Reply filter(Call call, Handler next) {
        if (call.headers().size() > 0) {
            impersonation
                    .impersonated(call.headers(), Authorization.attributes(call))
                    .ifPresent(call::authenticated);
        }
        return next.serve(call);
    }
}
