package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import java.util.List;

/// All stages in running order, and what serves the request at the end.
public final class Pipeline implements Filter.Handler {

    private final Filter.Handler first;

    public Pipeline(List<Filter> filters, Filter.Handler last) {
        Filter.Handler handler = last;
        for (Filter filter : filters.reversed()) {
            Filter.Handler next = handler;
            handler = call -> filter.filter(call, next);
        }
        this.first = handler;
    }

    @Override
    public Reply serve(Call call) {
        return first.serve(call);
    }
}
