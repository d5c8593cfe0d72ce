package io.djong.client;

import io.djong.api.ApiObject;
import io.djong.api.Kinds;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Failure;
import io.djong.meta.FieldSelector;
import io.djong.meta.Kind;
import io.djong.meta.LabelSelector;
import io.djong.meta.Reason;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A small API in memory for tests of control loops: documents, revisions, watches, finalizers, status apart from spec.
///
/// It neither defaults nor validates; what it does do, it does as the API server. Small lock: `this`.
public final class MemoryApi implements Transport {

    private static final int HISTORY_MAX = 100_000;

    private final Clock clock;
    private final Map<String, Kind<?>> kinds = new TreeMap<>();
    private final NavigableMap<String, Fields> objects = new TreeMap<>();
    private final Map<String, Long> newest = new TreeMap<>();
    private final List<Past> history = new ArrayList<>();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private long revision = 1;
    private long forgottenUpTo;

    private record Past(String type, MemoryPath path, Fields object, long revision) {}

    public MemoryApi(Clock clock) {
        this.clock = clock;
        for (Kind<? extends ApiObject<?>> kind : Kinds.all()) {
            kinds.put(kind.groupVersion() + "/" + kind.resource(), kind);
        }
    }

    /// Forgets all history, so that watches from before answer 410.
    public synchronized void compact() {
        history.clear();
        forgottenUpTo = revision;
    }

    /// Ends all watches in the ordinary way.
    public void endWatches() {
        streams.forEach(stream -> stream.events.add(Stream.END));
        streams.clear();
    }

    public synchronized long revision() {
        return revision;
    }

    /// The revision of the newest change of that kind, or 0.
    public synchronized long revisionOf(Kind<?> kind) {
        return newest.getOrDefault(kind.groupVersion() + "/" + kind.resource(), 0L);
    }

    @Override
    public synchronized Fields send(Request request) {
        if (request.path().split("/").length <= (request.path().startsWith("/apis") ? 4 : 3)) {
            return MemoryDiscovery.answer(request.path(), kinds.values());
        }
        MemoryPath path = MemoryPath.parse(request.path());
        Fields body = request.body() instanceof Fields fields ? fields : Fields.EMPTY;
        return switch (request.method()) {
            case "GET" -> path.name().isEmpty() ? list(path, request) : stored(path);
            case "POST" -> path.name().isEmpty() ? create(path, body) : post(path, body);
            case "PUT" -> update(path, body);
            case "PATCH" -> update(path, patched(path, request));
            case "DELETE" ->
                    path.name().isEmpty() ? deleteAll(path, request, body) : delete(path, body);
            default -> throw new ApiException(Failure.badRequest(request.method()));
        };
    }

    private Kind<?> kind(MemoryPath path) {
        Kind<?> kind = kinds.get(path.groupVersion() + "/" + path.resource());
        if (kind == null) {
            throw new ApiException(
                    Failure.of(
                            Reason.NOT_FOUND, "the server could not find the requested resource"));
        }
        return kind;
    }

    private Fields stored(MemoryPath path) {
        Fields stored = objects.get(path.key());
        if (stored == null) {
            throw new ApiException(Failure.notFound(kind(path), path.name()));
        }
        return stored;
    }

    private Fields list(MemoryPath path, Request request) {
        List<@Nullable Object> items = new ArrayList<>();
        objects.tailMap(path.prefix())
                .forEach((key, object) -> {
                    if (key.startsWith(path.prefix()) && isWanted(path, request, object)) {
                        items.add(object);
                    }
                });
        Kind<?> kind = kind(path);
        return Fields.of("kind", kind.name() + "List", "apiVersion", kind.apiVersion())
                .with("metadata", Fields.of("resourceVersion", Long.toString(revision)))
                .with("items", items);
    }

    private static boolean isWanted(MemoryPath path, Request request, Fields object) {
        Fields metadata = object.fields("metadata");
        if (!path.namespace().isEmpty() && !path.namespace().equals(metadata.string("namespace"))) {
            return false;
        }
        Map<String, String> labels = new TreeMap<>();
        metadata.fields("labels").forEach((key, value) -> labels.put(key, String.valueOf(value)));
        return LabelSelector.parse(parameter(request, "labelSelector")).matches(labels)
                && FieldSelector.parse(parameter(request, "fieldSelector"))
                        .matches(field -> Objects.toString(object.at(field.split("\\.")), ""));
    }

    private static String parameter(Request request, String name) {
        return request.query().getOrDefault(name, List.of("")).getFirst();
    }

    private Fields create(MemoryPath collection, Fields body) {
        Kind<?> kind = kind(collection);
        Fields metadata = body.fields("metadata");
        String name = metadata.string("name");
        if (name.isEmpty()) {
            name = metadata.string("generateName") + UUID.randomUUID().toString().substring(0, 5);
        }
        MemoryPath path = collection.named(name);
        if (objects.containsKey(path.key())) {
            throw new ApiException(Failure.alreadyExists(kind.group(), kind.resource(), name));
        }
        metadata = metadata.with("name", name);
        if (kind.namespaced()) {
            metadata = metadata.with("namespace", path.namespace());
        }
        metadata =
                metadata.with("uid", UUID.randomUUID().toString())
                        .with("generation", 1L)
                        .with("creationTimestamp", Times.seconds(clock.now()));
        Fields object = body.with("metadata", metadata).with("kind", kind.name());
        return commit("ADDED", path, object.with("apiVersion", kind.apiVersion()));
    }

    private Fields post(MemoryPath path, Fields body) {
        Fields stored = stored(path);
        return switch (path.subresource()) {
            case "binding" ->
                    commit(
                            "MODIFIED",
                            path,
                            stored.withAt(body.at("target", "name"), "spec", "nodeName"));
            case "eviction" -> delete(path, Fields.EMPTY);
            default -> throw new ApiException(Failure.badRequest(path.subresource()));
        };
    }

    private Fields patched(MemoryPath path, Request request) {
        Fields stored = stored(path);
        if (request.body() instanceof Fields patch) {
            return (Fields) Objects.requireNonNull(merge(stored, patch));
        }
        throw new ApiException(Failure.badRequest("only merge patches are understood here"));
    }

    private static @Nullable Object merge(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Fields changes)) {
            return patch;
        }
        Fields merged = target instanceof Fields fields ? fields : Fields.EMPTY;
        for (int i = 0; i < changes.size(); i++) {
            String name = changes.nameAt(i);
            Object change = changes.valueAt(i);
            merged =
                    change == null
                            ? merged.without(name)
                            : merged.with(name, merge(merged.value(name), change));
        }
        return merged;
    }

    private Fields update(MemoryPath path, Fields wanted) {
        Fields stored = stored(path);
        Fields before = stored.fields("metadata");
        Fields after = wanted.fields("metadata");
        String expected = after.string("resourceVersion");
        Kind<?> kind = kind(path);
        boolean otherUid = after.has("uid") && !after.string("uid").equals(before.string("uid"));
        if (otherUid
                || (!expected.isEmpty() && !expected.equals(before.string("resourceVersion")))) {
            throw new ApiException(
                    Failure.conflict(
                            kind.group(),
                            kind.resource(),
                            path.name(),
                            "the object has been modified; please apply your changes to the latest version and try again"));
        }
        Fields next =
                switch (path.subresource()) {
                    case "status" -> stored.with("status", wanted.fields("status"));
                    case "finalize" -> stored.with("spec", wanted.fields("spec"));
                    case "" -> replaced(stored, wanted);
                    default -> throw new ApiException(Failure.badRequest(path.subresource()));
                };
        if (next.equals(stored)) {
            return stored;
        }
        boolean released =
                next.at("metadata", "deletionTimestamp") != null
                        && next.fields("metadata").list("finalizers").isEmpty()
                        && next.fields("spec").list("finalizers").isEmpty()
                        && next.fields("metadata").integer("deletionGracePeriodSeconds") == 0;
        return commit(released ? "DELETED" : "MODIFIED", path, next);
    }

    private static Fields replaced(Fields stored, Fields wanted) {
        Fields before = stored.fields("metadata");
        Fields metadata = wanted.fields("metadata");
        for (String own :
                List.of(
                        "uid",
                        "creationTimestamp",
                        "deletionTimestamp",
                        "resourceVersion",
                        "generation")) {
            metadata =
                    before.has(own) ? metadata.with(own, before.value(own)) : metadata.without(own);
        }
        if (!Objects.equals(stored.value("spec"), wanted.value("spec"))) {
            metadata = metadata.with("generation", before.integer("generation") + 1);
        }
        Fields next = wanted.with("metadata", metadata);
        return stored.has("status")
                ? next.with("status", stored.value("status"))
                : next.without("status");
    }

    private Fields deleteAll(MemoryPath path, Request request, Fields options) {
        Fields list = list(path, request);
        for (Object item : list.list("items")) {
            delete(path.at((Fields) Objects.requireNonNull(item)), options);
        }
        return list;
    }

    private Fields delete(MemoryPath path, Fields options) {
        Fields stored = stored(path);
        Kind<?> kind = kind(path);
        Fields metadata = stored.fields("metadata");
        String uid = options.fields("preconditions").string("uid");
        if (!uid.isEmpty() && !uid.equals(metadata.string("uid"))) {
            throw new ApiException(
                    Failure.conflict(
                            kind.group(),
                            kind.resource(),
                            path.name(),
                            "the UID in the precondition does not match"));
        }
        List<@Nullable Object> finalizers = new ArrayList<>(metadata.list("finalizers"));
        String policy = options.string("propagationPolicy");
        if (policy.equals("Foreground") && !finalizers.contains("foregroundDeletion")) {
            finalizers.add("foregroundDeletion");
        } else if (policy.equals("Orphan") && !finalizers.contains("orphan")) {
            finalizers.add("orphan");
        }
        long grace = grace(path, stored, options);
        if (grace == 0
                && finalizers.isEmpty()
                && stored.fields("spec").list("finalizers").isEmpty()) {
            commit("DELETED", path, stored);
            return Fields.of("kind", "Status", "apiVersion", "v1", "status", "Success");
        }
        if (metadata.has("deletionTimestamp")
                && grace >= metadata.integer("deletionGracePeriodSeconds")) {
            return stored;
        }
        metadata =
                metadata.with("deletionTimestamp", Times.seconds(clock.now().plusSeconds(grace)))
                        .with("deletionGracePeriodSeconds", grace);
        if (!finalizers.isEmpty()) {
            metadata = metadata.with("finalizers", finalizers);
        }
        return commit("MODIFIED", path, stored.with("metadata", metadata));
    }

    private static long grace(MemoryPath path, Fields stored, Fields options) {
        Fields spec = stored.fields("spec");
        String phase = stored.fields("status").string("phase");
        boolean waits =
                path.resource().equals("pods")
                        && !spec.string("nodeName").isEmpty()
                        && !phase.equals("Succeeded")
                        && !phase.equals("Failed");
        if (!waits) {
            return 0;
        }
        Long asked = options.integerOrNull("gracePeriodSeconds");
        Long own = spec.integerOrNull("terminationGracePeriodSeconds");
        return asked != null ? asked : own != null ? own : 30;
    }

    private Fields commit(String type, MemoryPath path, Fields object) {
        long next = ++revision;
        Fields stamped = object.withAt(Long.toString(next), "metadata", "resourceVersion");
        if (type.equals("DELETED")) {
            objects.remove(path.key());
        } else {
            objects.put(path.key(), stamped);
        }
        newest.put(path.groupVersion() + "/" + path.resource(), next);
        if (history.size() < HISTORY_MAX) {
            history.add(new Past(type, path, stamped, next));
        }
        streams.forEach(stream -> stream.offer(type, path, stamped));
        return stamped;
    }

    @Override
    public synchronized EventStream watch(Request request) {
        MemoryPath path = MemoryPath.parse(request.path());
        kind(path);
        long from = Long.parseLong(parameter(request, "resourceVersion"));
        if (from < forgottenUpTo) {
            throw new ApiException(
                    Failure.of(
                            Reason.EXPIRED,
                            "too old resource version: " + from + " (" + revision + ")"));
        }
        Stream stream = new Stream(path, request);
        for (Past past : history) {
            if (past.revision > from) {
                stream.offer(past.type, past.path, past.object);
            }
        }
        streams.add(stream);
        return stream;
    }

    @Override
    public void close() {
        endWatches();
    }

    private final class Stream implements EventStream {

        private static final RawEvent END = new RawEvent("END", Fields.EMPTY);

        private final MemoryPath path;
        private final Request request;
        private final LinkedBlockingQueue<RawEvent> events = new LinkedBlockingQueue<>();

        Stream(MemoryPath path, Request request) {
            this.path = path;
            this.request = request;
        }

        void offer(String type, MemoryPath at, Fields object) {
            if (at.resource().equals(path.resource())
                    && at.groupVersion().equals(path.groupVersion())
                    && isWanted(path, request, object)) {
                events.add(new RawEvent(type, object));
            }
        }

        @Override
        public @Nullable RawEvent next(Duration patience) throws InterruptedException {
            RawEvent event = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (event != null && event.equals(END)) {
                throw new WatchClosedException("ended by the test");
            }
            return event;
        }

        @Override
        public void close() {
            streams.remove(this);
        }
    }
}
