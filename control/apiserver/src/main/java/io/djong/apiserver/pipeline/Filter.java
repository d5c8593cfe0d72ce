package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;

/// One stage of the pipeline: looks at a call, hands it on or answers it.
@FunctionalInterface
public interface Filter {

    /// Hands everything on.
    Filter PASS = (call, next) -> next.serve(call);

    Reply filter(Call call, Handler next);

    /// What comes behind a filter.
    @FunctionalInterface
    interface Handler {
        Reply serve(Call call);
    }
}
