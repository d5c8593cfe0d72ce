package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Accept;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes replies to connections.
public final class HttpAnswers {

    private static final int TOO_LARGE = 413;

    private final Clock clock;
    private final Threads threads;
    private final Frames frames = new Frames();

    public HttpAnswers(Clock clock, Threads threads) {
        this.clock = clock;
        this.threads = threads;
    }

    /// Answers with `reply` in the representation that was agreed on.
    ///
    /// @throws io.djong.meta.ApiException when the client asked for a representation that this reply cannot have
    public void answer(Exchange exchange, Call call, Accept accept, Reply reply)
            throws InterruptedException {
        switch (reply) {
            case Reply.One one -> answerOne(exchange, call, accept, one);
            case Reply.Many many -> answerMany(exchange, call, accept, many);
            case Reply.Watching(Resource resource, var events) -> {
                try (events) {
                    new WatchAnswer(
                                    exchange,
                                    representations(call, accept),
                                    resource,
                                    headers(call),
                                    frames,
                                    threads)
                            .stream(events);
                }
            }
            case Reply.Raw(int status, String contentType, byte[] body, Headers headers) ->
                    send(exchange, call, status, contentType, headers, body);
            case Reply.Taken() -> {}
        }
    }

    private Representations representations(Call call, Accept accept) {
        return Representations.of(accept, call.query().first("includeObject"), clock.now());
    }

    private void answerOne(Exchange exchange, Call call, Accept accept, Reply.One one) {
        Resource resource = one.resource();
        Stored stored = one.stored();
        byte[] body;
        if (stored != null && accept.isPlain() && accept.isJson() && !accept.pretty()) {
            body = Encoding.withLineEnd(stored.json());
        } else {
            Fields document =
                    resource == null
                            ? one.tree()
                            : representations(call, accept).one(resource, one.tree());
            body = Encoding.encode(accept, document, resource);
        }
        Headers more = retryAfter(one);
        if (one.status() == TOO_LARGE && !exchange.protocol().equals("HTTP/2.0")) {
            // The rest of the body is not read, so nothing more can come over this connection.
            more = more.plus("Connection", "close");
        }
        send(exchange, call, one.status(), accept.mediaType(), more, body);
    }

    /// Clients look for it in the headers, whatever the body says.
    private static Headers retryAfter(Reply.One one) {
        long seconds =
                one.status() >= 400 ? one.tree().fields("details").integer("retryAfterSeconds") : 0;
        return seconds > 0 ? Headers.of("Retry-After", Long.toString(seconds)) : Headers.of();
    }

    private void answerMany(Exchange exchange, Call call, Accept accept, Reply.Many many) {
        StreamedBody body = streamed(call, accept, many);
        if (body != null) {
            body.send(
                    exchange,
                    headers(call).plus("Content-Type", accept.mediaType()),
                    wantsGzip(call));
            return;
        }
        Fields document =
                representations(call, accept)
                        .many(many.resource(), many.items(), ListDocument.metadata(many));
        send(
                exchange,
                call,
                200,
                accept.mediaType(),
                Headers.of(),
                Encoding.encode(accept, document, null));
    }

    /// The list put together from what is stored; null when its items must be converted or indented one by one.
    private @Nullable StreamedBody streamed(Call call, Accept accept, Reply.Many many) {
        if (!many.resource().conversion().isNone() || accept.pretty()) {
            return null;
        }
        if (accept.isPlain()) {
            return accept.isJson()
                    ? new ListDocument(many)
                    : accept.isProtobuf() ? new ProtobufList(many) : null;
        }
        boolean isTable = accept.as().equals("Table") && accept.isJson();
        return isTable && !many.items().isEmpty()
                ? new TableDocument(many, representations(call, accept))
                : null;
    }

    private static void send(
            Exchange exchange,
            Call call,
            int status,
            String contentType,
            Headers more,
            byte[] body) {
        Headers headers = headers(call).plus(more);
        if (!contentType.isEmpty()) {
            headers = headers.plus("Content-Type", contentType);
        }
        if (body.length >= StreamedBody.GZIP_FROM
                && wantsGzip(call)
                && !more.has("content-encoding")) {
            exchange.respond(
                    status,
                    headers.plus("Content-Encoding", "gzip").plus("Vary", "Accept-Encoding"),
                    Gzip.compress(body));
            return;
        }
        exchange.respond(status, headers, body);
    }

    private static boolean wantsGzip(Call call) {
        return call.headers().tokens("accept-encoding").stream()
                .anyMatch(token -> token.toLowerCase(Locale.ROOT).startsWith("gzip"));
    }

    static Headers headers(Call call) {
        Headers headers = call.answerHeaders().plus("Cache-Control", "no-cache, private");
        for (String warning : call.warnings()) {
            headers = headers.plus("Warning", "299 - " + quoted(warning));
        }
        return headers;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' ? ' ' : c);
        }
        return quoted.append('"').toString();
    }

    /// Compression as fast as it gets: the link is local more often than not.
    private static final class Gzip {
        static byte[] compress(byte[] body) {
            var out = new java.io.ByteArrayOutputStream(body.length / 4);
            try (var gzip = new FastGzip(out)) {
                gzip.write(body);
            } catch (IOException failed) {
                throw new UncheckedIOException("compress answer", failed);
            }
            return out.toByteArray();
        }
    }
}
