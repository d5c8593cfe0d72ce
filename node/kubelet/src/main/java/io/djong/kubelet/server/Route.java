package io.djong.kubelet.server;

import io.djong.http.HttpException;
import java.util.List;

/// A path cut into its parts: what is asked, and of which container.
///
/// @param action the first part: `containerLogs`, `exec` ...
/// @param parts the rest
record Route(String action, List<String> parts) {

    static Route of(String path) {
        List<String> all = List.of(path.substring(1).split("/"));
        return new Route(all.getFirst(), all.subList(1, all.size()));
    }

    String namespace() {
        return part(0);
    }

    String pod() {
        return part(1);
    }

    /// The last part: a uid may be in between.
    String container() {
        if (parts.size() < 3) {
            throw new HttpException(400, "missing container name");
        }
        return parts.getLast();
    }

    private String part(int position) {
        if (parts.size() <= position) {
            throw new HttpException(404, "404 page not found");
        }
        return parts.get(position);
    }
}
