package io.djong.client;

import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries requests to an API server as documents, whichever way.
///
/// All methods block; a refusal is an [io.djong.meta.ApiException].
public interface Transport extends AutoCloseable {

    /// @param path without query: `/api/v1/namespaces/default/pods`
    /// @param query in order; values as they are, not encoded
    /// @param contentType of the body: `application/json`, or one of the patch types; "" without a body
    /// @param body a document's value ([Fields], or a [List] for a JSON patch), or null
    record Request(
            String method,
            String path,
            Map<String, List<String>> query,
            String contentType,
            @Nullable Object body) {}

    /// One request, one document. Waits for the whole answer.
    Fields send(Request request);

    /// Opens a watch; `request` is the GET of a collection with `watch=true` in its query.
    EventStream watch(Request request);

    @Override
    void close();

    /// The events of one watch, in order.
    interface EventStream extends AutoCloseable {

        /// The next event, or null when `patience` ran out first.
        ///
        /// @throws WatchClosedException when the server ended the watch: the caller watches again from its last revision
        /// @throws io.djong.meta.ApiException on an ERROR event, such as 410 Gone
        @Nullable RawEvent next(Duration patience) throws InterruptedException;

        @Override
        void close();
    }

    /// @param type as on the wire: ADDED, MODIFIED, DELETED, BOOKMARK
    record RawEvent(String type, Fields object) {}
}
