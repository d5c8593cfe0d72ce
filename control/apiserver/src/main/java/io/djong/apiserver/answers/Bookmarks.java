package io.djong.apiserver.answers;

import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;
import io.djong.wire.DocumentDecoder;

/// Events that carry nothing but a revision.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks Watch bookmarks
public final class Bookmarks {

    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private Bookmarks() {}

    /// An empty object of the kind, as upstream encodes one.
    public static Fields document(Resource resource, long revision, boolean initialEventsEnd) {
        Fields metadata = Fields.of("resourceVersion", Long.toString(revision));
        if (initialEventsEnd) {
            metadata = metadata.with("annotations", Fields.of(INITIAL_EVENTS_END, "true"));
        }
        return DocumentDecoder.decode(
                        resource.type(),
                        Fields.of(
                                "kind",
                                resource.kind(),
                                "apiVersion",
                                resource.apiVersion(),
                                "metadata",
                                metadata))
                .tree();
    }
}
