package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.auth.Decision;
import io.djong.auth.Forbidden;
import io.djong.meta.ApiException;
import java.util.List;

/// Lets through what the user may do.
public final class Authorization implements Filter {

    private final Authorizer authorizer;

    public Authorization(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public Reply filter(Call call, Handler next) {
        Attributes attributes = attributes(call);
        Decision decision = authorizer.authorize(attributes);
        if (!decision.isAllowed()) {
            throw new ApiException(Forbidden.failure(attributes, decision.reason()));
        }
        return next.serve(call);
    }

    /// The question that a call asks.
    public static Attributes attributes(Call call) {
        RequestInfo info = call.info();
        if (!info.isResource()) {
            return Attributes.path(call.user(), info.verb(), call.path());
        }
        return new Attributes(
                call.user(),
                info.verb(),
                info.namespace(),
                info.groupVersion().group(),
                info.groupVersion().version(),
                info.resource(),
                info.subresource(),
                info.name(),
                call.path(),
                true,
                List.of(),
                List.of());
    }
}
