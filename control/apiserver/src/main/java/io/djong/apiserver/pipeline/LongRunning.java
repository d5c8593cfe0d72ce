package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.RequestInfo;
import java.util.Set;

/// Requests that last as long as their client wants: no limit of time or number is meant for them.
public final class LongRunning {

    private static final Set<String> STREAMS =
            Set.of("attach", "exec", "proxy", "log", "portforward");

    private LongRunning() {}

    /// Watches and streams.
    public static boolean is(RequestInfo info) {
        return info.verb().equals("watch") || isStream(info);
    }

    /// Streams alone, which take a connection over.
    public static boolean isStream(RequestInfo info) {
        return !info.subresource().isEmpty() && STREAMS.contains(info.subresource());
    }
}
