package io.djong.apiserver.requests;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.http.Headers;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answer to a call, not yet in any encoding.
public sealed interface Reply {

    /// One document.
    ///
    /// @param resource what the document is an object of, which decides its table; null for a `Status` and the like
    /// @param document null when it is the stored one, whose tree is made only for those who look into it
    /// @param stored the same document as it is stored, when nothing was changed for the answer
    record One(
            int status,
            @Nullable Fields document,
            @Nullable Resource resource,
            @Nullable Stored stored)
            implements Reply {

        public Fields tree() {
            return document != null ? document : Objects.requireNonNull(stored).tree();
        }
    }

    /// A list of objects.
    ///
    /// @param continueToken "" on the last page
    /// @param remaining how many more there are, null when that is not known
    record Many(
            Resource resource,
            List<Stored> items,
            long revision,
            String continueToken,
            @Nullable Long remaining)
            implements Reply {}

    /// A watch; whoever sends it reads the events.
    record Watching(Resource resource, Events events) implements Reply {}

    /// Bytes of a fixed type, whatever the client accepts.
    @SuppressWarnings("ArrayRecordComponent")
    record Raw(int status, String contentType, byte[] body, Headers headers) implements Reply {}

    /// The connection was taken over: there is nothing left to answer.
    record Taken() implements Reply {}

    static Reply ok(Stored stored, Resource resource) {
        return stored(200, stored, resource);
    }

    static Reply stored(int status, Stored stored, Resource resource) {
        return resource.conversion().isNone()
                ? new One(status, null, resource, stored)
                : new One(status, resource.conversion().toServed(stored.tree()), resource, null);
    }

    static Reply document(int status, Fields tree, @Nullable Resource resource) {
        return new One(status, tree, resource, null);
    }

    static Reply failure(Failure failure) {
        return new One(failure.code(), failure.status(), null, null);
    }

    static Reply text(int status, String text) {
        return new Raw(
                status,
                "text/plain; charset=utf-8",
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Headers.of());
    }
}
