package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Events;
import io.djong.apiserver.requests.ListOptions;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.store.CompactedException;
import io.djong.store.FutureRevisionException;
import io.djong.store.KeyRange;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `GET` of a collection with `watch=true`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes Watches
public final class WatchVerb implements Verb {

    /// As `--min-request-timeout`; the end is somewhere between this and twice this, so that watches do not end together.
    private static final Duration TIMEOUT_MIN = Duration.ofMinutes(30);

    private final Backend backend;

    public WatchVerb(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        ListOptions options = ListOptions.of(call.query(), true);
        ListVerb.Matcher matcher = ListVerb.Matcher.of(options, resource);
        String prefix = resource.keyPrefix(resource.isNamespaced() ? call.info().namespace() : "");
        if (!call.info().name().isEmpty()) {
            prefix = resource.key(call.info().namespace(), call.info().name());
        }
        long from =
                options.resourceVersion().isEmpty()
                        ? 0
                        : Revisions.parse(options.resourceVersion());
        return new Reply.Watching(resource, open(options, matcher, prefix, from, call));
    }

    private Events open(
            ListOptions options, ListVerb.Matcher matcher, String prefix, long from, Call call) {
        Store store = backend.objects().store();
        boolean named = !call.info().name().isEmpty();
        String exact = named ? prefix : matcher.exactKey(prefix);
        KeyRange range = exact != null ? KeyRange.key(exact) : KeyRange.prefix(prefix);
        boolean declined = call.query().has("sendInitialEvents") && !options.sendInitialEvents();
        boolean initial = (from == 0 && !declined) || options.sendInitialEvents();
        if (initial && from != 0) {
            Revisions.awaitAtLeast(store, from);
        }
        WatchEvents.Rules rules =
                new WatchEvents.Rules(
                        matcher,
                        options.allowBookmarks(),
                        initial && options.allowBookmarks(),
                        timeout(options));
        try {
            if (!initial) {
                long start = from == 0 ? store.revision() : from;
                return new WatchEvents(
                        store.watch(range, start), List.of(), start, rules, backend.clock());
            }
            Snapshot snapshot = backend.objects().snapshot();
            List<Stored> present = new ArrayList<>();
            if (named) {
                var entry = snapshot.get(prefix);
                if (entry != null && matcher.matches(Stored.of(entry))) {
                    present.add(Stored.of(entry));
                }
            } else {
                matcher.scan(snapshot, prefix, null, present::add);
            }
            Watch watch = store.watch(range, snapshot.revision());
            return new WatchEvents(watch, present, snapshot.revision(), rules, backend.clock());
        } catch (CompactedException tooOld) {
            return new BrokenEvents(tooOld(from, tooOld.compacted()));
        } catch (FutureRevisionException future) {
            throw Revisions.tooLarge(from, future.newest());
        }
    }

    private Duration timeout(ListOptions options) {
        if (options.timeoutSeconds() > 0) {
            return Duration.ofSeconds(options.timeoutSeconds());
        }
        return TIMEOUT_MIN.plusMillis(backend.random().nextLong(TIMEOUT_MIN.toMillis()));
    }

    static Failure tooOld(long requested, long oldest) {
        return Failure.of(
                Reason.EXPIRED, "too old resource version: " + requested + " (" + oldest + ")");
    }
}
