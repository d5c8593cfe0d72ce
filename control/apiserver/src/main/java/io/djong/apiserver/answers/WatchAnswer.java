package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Accept;
import io.djong.apiserver.requests.Events;
import io.djong.apiserver.requests.Events.Event;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.http.ClosedException;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.ResponseStream;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import io.djong.wire.Protobuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sends the events of a watch until either side ends it.
final class WatchAnswer {

    /// How long the reader waits before it looks whether the client is still there.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final byte[] FRAME_END = {'}', '\n'};

    private final Exchange exchange;
    private final Representations representations;
    private final Resource resource;
    private final Headers headers;
    private boolean isFirst = true;

    WatchAnswer(
            Exchange exchange,
            Representations representations,
            Resource resource,
            Headers headers) {
        this.exchange = exchange;
        this.representations = representations;
        this.resource = resource;
        this.headers = headers;
    }

    void stream(Events events) throws InterruptedException {
        String type =
                representations.accept().isProtobuf()
                        ? MediaTypes.PROTOBUF + ";stream=watch"
                        : MediaTypes.JSON;
        try (ResponseStream stream =
                exchange.startResponse(200, headers.plus("Content-Type", type))) {
            stream.onClosed(events::close);
            stream.flush();
            while (!stream.isClosed()) {
                Event event = events.next(Duration.ZERO);
                if (event == null) {
                    stream.flush();
                    event = events.next(PATIENCE);
                }
                if (event != null && !send(stream, event)) {
                    return;
                }
            }
        } catch (ClosedException gone) {
            // The client has seen enough: the ordinary end of a watch.
        }
    }

    private boolean send(ResponseStream stream, Event event) {
        switch (event) {
            case Event.Change(String type, Stored stored) -> change(stream, type, stored);
            case Event.Bookmark(long revision, boolean end) ->
                    document(stream, "BOOKMARK", bookmark(revision, end), true);
            case Event.Broken(var failure) -> {
                document(stream, "ERROR", failure.status(), false);
                return false;
            }
            case Event.Ended() -> {
                return false;
            }
        }
        return true;
    }

    private void change(ResponseStream stream, String type, Stored stored) {
        Accept accept = representations.accept();
        if (accept.isPlain() && accept.isJson() && resource.conversion().isNone()) {
            byte[] bytes = stored.object().bytes();
            int splice = stored.object().spliceAt();
            stream.write(frameStart(type));
            stream.write(bytes, 0, splice);
            stream.write(stored.revisionBytes());
            stream.write(bytes, splice, bytes.length - splice);
            stream.write(FRAME_END);
            return;
        }
        document(stream, type, Representations.served(resource, stored), true);
    }

    private void document(ResponseStream stream, String type, Fields object, boolean isObject) {
        Fields shown = object;
        if (isObject) {
            shown = representations.event(resource, object, isFirst);
            isFirst = false;
        }
        if (representations.accept().isProtobuf()) {
            byte[] envelope = Protobuf.encodeEnvelope(Encoding.type(shown, resource), shown);
            stream.write(Protobuf.watchFrame(type, envelope));
            return;
        }
        stream.write(frameStart(type));
        stream.write(Json.write(shown));
        stream.write(FRAME_END);
    }

    private static byte[] frameStart(String type) {
        return ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
    }

    private Fields bookmark(long revision, boolean initialEventsEnd) {
        return Bookmarks.document(resource, revision, initialEventsEnd);
    }
}
