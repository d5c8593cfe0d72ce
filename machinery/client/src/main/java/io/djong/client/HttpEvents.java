package io.djong.client;

import io.djong.http.Response;
import io.djong.http.TransportException;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The events of a watch over HTTP: a JSON object a line.
///
/// Confined: a thread of its own reads lines into a bounded queue, because a read cannot be given a time. When the queue is full it stops
/// reading, and the server ends a watch that falls too far behind.
final class HttpEvents implements Transport.EventStream {

    private static final int AHEAD_MAX = 1000;

    private final Response response;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(AHEAD_MAX);
    private final Thread reader;

    private sealed interface Line {
        record Text(String json) implements Line {}

        record End(@Nullable Throwable cause) implements Line {}
    }

    HttpEvents(Response response, Threads threads) {
        this.response = response;
        this.reader = threads.start("watch-reader", this::read);
    }

    private void read() {
        Throwable cause = null;
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank()) {
                    lines.put(new Line.Text(line));
                }
            }
        } catch (IOException | TransportException broken) {
            cause = broken;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            lines.put(new Line.End(cause));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Transport.@Nullable RawEvent next(Duration patience) throws InterruptedException {
        return switch (lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            case null -> null;
            case Line.Text(String json) -> event(json);
            case Line.End(Throwable cause) -> {
                if (cause == null) {
                    throw new WatchClosedException("the server ended the watch");
                }
                throw new TransportException(
                        TransportException.Kind.CLOSED, "the watch broke off", cause);
            }
        };
    }

    private static Transport.RawEvent event(String json) {
        Fields event;
        try {
            event = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
        } catch (DecodeException cut) {
            throw new TransportException(
                    TransportException.Kind.CLOSED, "the watch broke off in an event", cut);
        }
        if (event.string("type").equals("ERROR")) {
            throw new ApiException(Failure.parse(event.fields("object")));
        }
        return new Transport.RawEvent(event.string("type"), event.fields("object"));
    }

    @Override
    public void close() {
        reader.interrupt();
        response.close();
    }
}
