package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.ListOptions;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.selectors.FieldSelector;
import io.djong.apiserver.selectors.LabelSelectors;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.LabelSelector;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.store.CompactedException;
import io.djong.store.Entry;
import io.djong.store.KeyRange;
import io.djong.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET` of a collection.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks Chunks
public final class ListVerb implements Verb {

    private final Backend backend;

    public ListVerb(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        ListOptions options = ListOptions.of(call.query(), false);
        Matcher matcher = Matcher.of(options, resource);
        String prefix = resource.keyPrefix(resource.isNamespaced() ? call.info().namespace() : "");
        if (!options.continueToken().isEmpty()) {
            return nextPage(resource, options, matcher, prefix);
        }
        Snapshot snapshot = snapshot(options);
        // A list of "any state" comes whole: upstream answers it from its cache, which knows no
        // pages.
        boolean whole = options.resourceVersion().equals("0");
        return page(resource, matcher, prefix, snapshot, null, whole ? 0 : options.limit());
    }

    private Snapshot snapshot(ListOptions options) {
        if (options.resourceVersion().isEmpty()) {
            return backend.objects().snapshot();
        }
        long revision = Revisions.parseForList(options.resourceVersion());
        boolean exact =
                options.resourceVersionMatch().equals("Exact")
                        // Pages without a match rule are exact, as they always were.
                        || (options.resourceVersionMatch().isEmpty()
                                && options.limit() > 0
                                && revision != 0);
        if (exact) {
            return Revisions.exactly(backend.objects().store(), revision);
        }
        Revisions.awaitAtLeast(backend.objects().store(), revision);
        return backend.objects().snapshot();
    }

    private Reply nextPage(Resource resource, ListOptions options, Matcher matcher, String prefix) {
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals("0")) {
            throw new ApiException(
                    Failure.badRequest(
                            "specifying resource version is not allowed when using continue"));
        }
        ContinueToken token = ContinueToken.decode(options.continueToken());
        String after = prefix + token.start();
        if (token.revision() <= 0) {
            return page(
                    resource,
                    matcher,
                    prefix,
                    backend.objects().snapshot(),
                    after,
                    options.limit());
        }
        try {
            Snapshot snapshot = backend.objects().store().read(token.revision());
            return page(resource, matcher, prefix, snapshot, after, options.limit());
        } catch (CompactedException tooOld) {
            return expired(token);
        }
    }

    /// 410 with a token by which an inconsistent rest can be read.
    private static Reply expired(ContinueToken token) {
        Failure failure =
                Failure.of(
                        Reason.EXPIRED,
                        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.");
        Fields status =
                failure.status()
                        .with(
                                "metadata",
                                Fields.of(
                                        "continue", new ContinueToken(-1, token.start()).encode()));
        return Reply.document(failure.code(), status, null);
    }

    private static Reply page(
            Resource resource,
            Matcher matcher,
            String prefix,
            Snapshot snapshot,
            @Nullable String after,
            long limit) {
        List<Stored> items = new ArrayList<>();
        matcher.scan(
                snapshot,
                prefix,
                after,
                stored -> {
                    items.add(stored);
                    return limit == 0 || items.size() < limit;
                });
        boolean isFull = limit > 0 && items.size() == limit && matcher.exactKey(prefix) == null;
        if (!isFull || !hasMore(snapshot, prefix, items.getLast().key())) {
            return new Reply.Many(resource, items, snapshot.revision(), "", null);
        }
        String last = items.getLast().key();
        String token =
                new ContinueToken(snapshot.revision(), last.substring(prefix.length())).encode();
        Long remaining =
                matcher.isEverything() ? snapshot.count(KeyRange.prefix(prefix), last) : null;
        return new Reply.Many(resource, items, snapshot.revision(), token, remaining);
    }

    /// Whether anything follows, be it selected or not: the next page finds out.
    private static boolean hasMore(Snapshot snapshot, String prefix, String last) {
        boolean[] more = new boolean[1];
        snapshot.scan(
                KeyRange.prefix(prefix),
                last,
                _ -> {
                    more[0] = true;
                    return false;
                });
        return more[0];
    }

    /// Label and field selector together.
    record Matcher(LabelSelector labels, FieldSelector fields, Resource resource) {

        static Matcher of(ListOptions options, Resource resource) {
            return new Matcher(
                    LabelSelectors.parse(options.labelSelector()),
                    FieldSelector.parse(options.fieldSelector(), resource),
                    resource);
        }

        boolean isEverything() {
            return labels.isEverything() && fields.isEverything();
        }

        @SuppressWarnings("unchecked")
        boolean matches(Stored stored) {
            if (!labels.isEverything()
                    && !labels.matches(
                            (java.util.Map<String, String>)
                                    (java.util.Map<String, ?>) stored.object().labels())) {
                return false;
            }
            return fields.isEverything()
                    || fields.matches(
                            resource.conversion().isNone()
                                    ? stored.object().tree()
                                    : resource.conversion().toServed(stored.object().tree()));
        }

        interface Visitor {
            boolean visit(Stored stored);
        }

        /// Shows what matches to `visitor` until it answers false. One name in one namespace needs no scan.
        void scan(Snapshot snapshot, String prefix, @Nullable String after, Visitor visitor) {
            String key = exactKey(prefix);
            if (key != null) {
                Entry entry = snapshot.get(key);
                if (entry != null
                        && (after == null || key.compareTo(after) > 0)
                        && matches(Stored.of(entry))) {
                    visitor.visit(Stored.of(entry));
                }
                return;
            }
            snapshot.scan(
                    KeyRange.prefix(prefix),
                    after,
                    entry -> {
                        Stored stored = Stored.of(entry);
                        return !matches(stored) || visitor.visit(stored);
                    });
        }

        /// The only key that can match, or null.
        @Nullable String exactKey(String prefix) {
            String name = fields.exactName();
            boolean oneNamespace =
                    !resource.isNamespaced() || !prefix.equals(resource.storage().prefix());
            return name != null && oneNamespace ? prefix + name : null;
        }
    }
}
