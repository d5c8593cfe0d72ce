package io.djong.apiserver.paths;

import io.djong.apiserver.pipeline.Filter;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.http.Headers;
import io.djong.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which handler serves which path.
public final class PathHandlers {

    private final Map<String, Filter.Handler> exact = new TreeMap<>();
    private final Map<String, Filter.Handler> below = new TreeMap<>();

    public PathHandlers exact(String path, Filter.Handler handler) {
        exact.put(path, handler);
        return this;
    }

    /// Serves every path that begins with `prefix`, which ends in a slash.
    public PathHandlers below(String prefix, Filter.Handler handler) {
        below.put(prefix, handler);
        return this;
    }

    /// Answers 404 in plain text, as upstream does, when nobody serves the path.
    public Reply serve(Call call) {
        Filter.Handler handler = find(call.path());
        if (handler != null) {
            return handler.serve(call);
        }
        if (call.path().equals("/")) {
            return index();
        }
        return notFound();
    }

    public static Reply notFound() {
        return Reply.text(404, "404 page not found\n");
    }

    private Filter.@Nullable Handler find(String path) {
        String bare =
                path.length() > 1 && path.endsWith("/")
                        ? path.substring(0, path.length() - 1)
                        : path;
        Filter.Handler handler = exact.get(bare);
        if (handler != null) {
            return handler;
        }
        for (Map.Entry<String, Filter.Handler> entry : below.entrySet()) {
            if (path.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return null;
    }

    private Reply index() {
        byte[] body =
                Json.writePretty(
                        io.djong.meta.tree.Fields.of("paths", List.copyOf(exact.keySet())), "  ");
        return new Reply.Raw(200, "application/json", body, Headers.of());
    }
}
