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
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import io.djong.wire.Protobuf;
import java.nio.ByteBuffer;
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
    private final Frames frames;
    private final Threads threads;
    private final String shape;
    private boolean isFirst = true;

    WatchAnswer(
            Exchange exchange,
            Representations representations,
            Resource resource,
            Headers headers,
            Frames frames,
            Threads threads) {
        this.exchange = exchange;
        this.representations = representations;
        this.resource = resource;
        this.headers = headers;
        this.frames = frames;
        this.threads = threads;
        this.shape = representations.shape(resource);
    }

    void stream(Events events) throws InterruptedException {
        String type =
                representations.accept().isProtobuf()
                        ? MediaTypes.PROTOBUF + ";stream=watch"
                        : MediaTypes.JSON;
        try (EventSink stream = EventSink.of(exchange, headers, type, threads, events::close)) {
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

    private boolean send(EventSink stream, Event event) {
        switch (event) {
            case Event.Change(String type, Stored stored) -> change(stream, type, stored);
            case Event.Bookmark(long revision, boolean end) ->
                    stream.write(bookmark(revision, end));
            case Event.Broken(var failure) -> {
                stream.write(frame("ERROR", failure.status()));
                return false;
            }
            case Event.Ended() -> {
                return false;
            }
        }
        return true;
    }

    private void change(EventSink stream, String type, Stored stored) {
        if (representations.accept().as().equals("Table")) {
            // Ages are of the moment and only the first table has columns: nothing to share.
            stream.write(
                    frame(
                            type,
                            representations.event(
                                    resource, Representations.served(resource, stored), isFirst)));
            isFirst = false;
            return;
        }
        stream.write(frames.frame(type, stored, shape, () -> encoded(type, stored)));
    }

    private byte[] encoded(String type, Stored stored) {
        Accept accept = representations.accept();
        if (!accept.isPlain() || !accept.isJson() || !resource.conversion().isNone()) {
            Fields object = Representations.served(resource, stored);
            return frame(type, representations.event(resource, object, false));
        }
        byte[] start = frameStart(type);
        byte[] bytes = stored.object().bytes();
        int splice = stored.object().spliceAt();
        byte[] revision = stored.revisionBytes();
        ByteBuffer frame =
                ByteBuffer.allocate(
                        start.length + bytes.length + revision.length + FRAME_END.length);
        frame.put(start).put(bytes, 0, splice).put(revision);
        frame.put(bytes, splice, bytes.length - splice).put(FRAME_END);
        return frame.array();
    }

    private byte[] bookmark(long revision, boolean initialEventsEnd) {
        Fields object = Bookmarks.document(resource, revision, initialEventsEnd);
        Fields shown = representations.event(resource, object, isFirst);
        isFirst = false;
        return frame("BOOKMARK", shown);
    }

    private byte[] frame(String type, Fields shown) {
        if (representations.accept().isProtobuf()) {
            byte[] envelope = Protobuf.encodeEnvelope(Encoding.type(shown, resource), shown);
            return Protobuf.watchFrame(type, envelope);
        }
        byte[] start = frameStart(type);
        byte[] json = Json.write(shown);
        return ByteBuffer.allocate(start.length + json.length + FRAME_END.length)
                .put(start)
                .put(json)
                .put(FRAME_END)
                .array();
    }

    private static byte[] frameStart(String type) {
        return ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
    }
}
