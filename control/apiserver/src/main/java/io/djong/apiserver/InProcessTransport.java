package io.djong.apiserver;

import io.djong.apiserver.answers.Bookmarks;
import io.djong.apiserver.pipeline.Pipeline;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Events;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.CustomType;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.client.Transport;
import io.djong.client.WatchClosedException;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls the pipeline directly: same stages as over a connection, but trees are handed over as they are. Any thread.
final class InProcessTransport implements Transport {

    private final Pipeline pipeline;
    private final UserInfo user;

    InProcessTransport(Pipeline pipeline, UserInfo user) {
        this.pipeline = pipeline;
        this.user = user;
    }

    @Override
    public Fields send(Request request) {
        return switch (serve(request)) {
            case Reply.One one -> {
                if (one.status() >= 400) {
                    throw new ApiException(Failure.parse(one.tree()));
                }
                yield one.tree();
            }
            case Reply.Many many -> list(many);
            case Reply.Raw(int status, String contentType, byte[] body, _) ->
                    raw(status, contentType, body);
            case Reply.Watching(_, Events events) -> {
                events.close();
                throw new IllegalArgumentException(
                        "a watch is no single document: " + request.path());
            }
            case Reply.Taken() ->
                    throw new IllegalStateException("connection taken over: " + request.path());
        };
    }

    private Reply serve(Request request) {
        Call call = Calls.of(request, agent());
        call.authenticated(user);
        try {
            return pipeline.serve(call);
        } finally {
            call.end();
        }
    }

    /// What the server does on its own, it does under the name that upstream shows as manager of fields.
    private String agent() {
        return user.name().equals("system:apiserver") ? "kube-apiserver" : user.name();
    }

    private static Fields raw(int status, String contentType, byte[] body) {
        boolean isDocument = contentType.startsWith("application/json");
        if (status >= 400) {
            throw new ApiException(
                    new Failure(
                            status == 404 ? Reason.NOT_FOUND : Reason.UNKNOWN,
                            status,
                            new String(body, java.nio.charset.StandardCharsets.UTF_8).strip(),
                            null));
        }
        return isDocument
                ? Json.parseObject(body)
                : Fields.of("text", new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Fields list(Reply.Many many) {
        List<@Nullable Object> items = new ArrayList<>(many.items().size());
        CustomType custom = many.resource().custom();
        if (custom != null) {
            items.addAll(custom.toServed(many.items().stream().map(Stored::tree).toList()));
        } else {
            for (Stored stored : many.items()) {
                items.add(many.resource().conversion().toServed(stored.tree()));
            }
        }
        Fields.Builder metadata = new Fields.Builder(2);
        metadata.add("resourceVersion", Long.toString(many.revision()));
        if (!many.continueToken().isEmpty()) {
            metadata.add("continue", many.continueToken());
        }
        return new Fields.Builder(4)
                .add("kind", many.resource().listKind())
                .add("apiVersion", many.resource().apiVersion())
                .add("metadata", metadata.build())
                .add("items", items)
                .build();
    }

    @Override
    public EventStream watch(Request request) {
        return switch (serve(request)) {
            case Reply.Watching(Resource resource, Events events) -> new Stream(resource, events);
            case Reply.One one -> throw new ApiException(Failure.parse(one.tree()));
            case Reply.Raw(int status, String contentType, byte[] body, _) ->
                    throw new IllegalStateException("no watch: " + raw(status, contentType, body));
            case Reply.Many _, Reply.Taken _ ->
                    throw new IllegalArgumentException("not a watch: " + request.path());
        };
    }

    @Override
    public void close() {}

    private record Stream(Resource resource, Events events) implements EventStream {

        @Override
        public @Nullable RawEvent next(Duration patience) throws InterruptedException {
            return switch (events.next(patience)) {
                case null -> null;
                case Events.Event.Change(String type, Stored stored) ->
                        new RawEvent(type, resource.conversion().toServed(stored.tree()));
                case Events.Event.Bookmark(long revision, boolean end) ->
                        new RawEvent("BOOKMARK", Bookmarks.document(resource, revision, end));
                case Events.Event.Broken(Failure failure) -> throw new ApiException(failure);
                case Events.Event.Ended() ->
                        throw new WatchClosedException(
                                "watch of " + resource.groupResource() + " ended");
            };
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
