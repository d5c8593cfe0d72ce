package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.client.Transport.Request;
import io.djong.meta.ApiException;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A typed client of the API. Every call blocks, and throws [ApiException] when the API refuses.
///
/// Objects that a client returns may be shared with others: they are immutable.
public final class Client {

    private static final String JSON = "application/json";

    private final Transport transport;
    private final WriteObserver observer;

    /// Hears of writes after the API accepted them, on the writer's thread.
    public interface WriteObserver {

        /// @param resourceVersion of the object after the write
        void wrote(Kind<?> kind, ObjectKey key, String resourceVersion);

        void deleted(Kind<?> kind, ObjectKey key);
    }

    private static final WriteObserver NOBODY =
            new WriteObserver() {
                @Override
                public void wrote(Kind<?> kind, ObjectKey key, String resourceVersion) {}

                @Override
                public void deleted(Kind<?> kind, ObjectKey key) {}
            };

    public Client(Transport transport) {
        this(transport, NOBODY);
    }

    private Client(Transport transport, WriteObserver observer) {
        this.transport = transport;
        this.observer = observer;
    }

    /// A client of the same transport that tells `other` of its writes.
    public Client observed(WriteObserver other) {
        return new Client(transport, other);
    }

    public <T extends ApiObject<T>> T get(Kind<T> kind, ObjectKey key) {
        return view(kind, transport.send(new Request("GET", path(kind, key), Map.of(), "", null)));
    }

    /// Empty when there is no such object; other refusals are thrown.
    public <T extends ApiObject<T>> Optional<T> find(Kind<T> kind, ObjectKey key) {
        try {
            return Optional.of(get(kind, key));
        } catch (ApiException refused) {
            if (refused.is(Reason.NOT_FOUND)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    public <T extends ApiObject<T>> ObjectList<T> list(Kind<T> kind, ListOptions options) {
        Fields list =
                transport.send(
                        new Request(
                                "GET", kind.path(options.namespace()), options.query(), "", null));
        List<T> items = new ArrayList<>();
        for (Object item : list.list("items")) {
            items.add(view(kind, (Fields) java.util.Objects.requireNonNull(item)));
        }
        Fields meta = list.fields("metadata");
        return new ObjectList<>(items, meta.string("resourceVersion"), meta.string("continue"));
    }

    /// Watches from `options.resourceVersion()`; bookmarks are asked for.
    public <T extends ApiObject<T>> Watch<T> watch(Kind<T> kind, ListOptions options) {
        Map<String, List<String>> query = new LinkedHashMap<>(options.query());
        query.put("watch", List.of("true"));
        query.put("allowWatchBookmarks", List.of("true"));
        return new Watch<>(
                kind,
                transport.watch(
                        new Request("GET", kind.path(options.namespace()), query, "", null)));
    }

    public <T extends ApiObject<T>> T create(T object) {
        Kind<T> kind = object.ofKind();
        return written(kind, write("POST", kind.path(object.namespace()), object.fields()));
    }

    public <T extends ApiObject<T>> T update(T object) {
        Kind<T> kind = object.ofKind();
        return written(kind, write("PUT", path(kind, object.key()), object.fields()));
    }

    public <T extends ApiObject<T>> T updateStatus(T object) {
        Kind<T> kind = object.ofKind();
        return written(kind, write("PUT", path(kind, object.key()) + "/status", object.fields()));
    }

    /// Sends only what differs between the two statuses, whatever else changed meanwhile; for the one writer of a status.
    public <T extends ApiObject<T>> T patchStatus(T before, T after) {
        Fields change =
                Patch.Merge.between(
                        before.fields().fields("status"), after.fields().fields("status"));
        Fields document = Fields.of("metadata", Fields.of("uid", before.uid()), "status", change);
        return patch(before.ofKind(), before.key(), "status", new Patch.Merge(document));
    }

    public <T extends ApiObject<T>> T patch(Kind<T> kind, ObjectKey key, Patch patch) {
        return patch(kind, key, "", patch);
    }

    /// @param subresource `status`, `scale` ..., or "" for the object itself
    public <T extends ApiObject<T>> T patch(
            Kind<T> kind, ObjectKey key, String subresource, Patch patch) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (patch instanceof Patch.Apply(_, String manager, boolean force)) {
            query.put("fieldManager", List.of(manager));
            query.put("force", List.of(Boolean.toString(force)));
        }
        String path = path(kind, key) + (subresource.isEmpty() ? "" : "/" + subresource);
        return written(
                kind,
                transport.send(
                        new Request("PATCH", path, query, patch.contentType(), patch.body())));
    }

    public void delete(Kind<?> kind, ObjectKey key, DeleteOptions options) {
        write("DELETE", path(kind, key), options.document());
        observer.deleted(kind, key);
    }

    /// Deletes; an object that is already gone is no error.
    public void deleteIfThere(Kind<?> kind, ObjectKey key, DeleteOptions options) {
        try {
            delete(kind, key, options);
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }

    public void deleteCollection(Kind<?> kind, ListOptions which, DeleteOptions options) {
        transport.send(
                new Request(
                        "DELETE",
                        kind.path(which.namespace()),
                        which.query(),
                        JSON,
                        options.document()));
    }

    /// `POST` to a subresource: `binding`, `eviction`, `token`.
    public Fields post(Kind<?> kind, ObjectKey key, String subresource, Fields body) {
        return write("POST", path(kind, key) + "/" + subresource, body);
    }

    /// Any request at all, for paths that have no kind.
    public Fields raw(String method, String path, @Nullable Fields body) {
        return transport.send(new Request(method, path, Map.of(), body == null ? "" : JSON, body));
    }

    private Fields write(String method, String path, Fields body) {
        return transport.send(new Request(method, path, Map.of(), JSON, body));
    }

    private <T extends ApiObject<T>> T written(Kind<T> kind, Fields document) {
        T object = view(kind, document);
        observer.wrote(kind, object.key(), object.resourceVersion());
        return object;
    }

    private static String path(Kind<?> kind, ObjectKey key) {
        return kind.path(key.namespace()) + "/" + key.name();
    }

    private static <T> T view(Kind<T> kind, Fields document) {
        return kind.view().apply(document);
    }
}
