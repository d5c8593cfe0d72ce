package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.storage.Stored;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.ResponseStream;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A list as JSON: a head, then the bytes of each item as they are stored, its revision spliced in.
final class ListDocument {

    /// Up to here a list is put together and sent with its length; a longer one streams from the stored arrays.
    private static final int WHOLE_BYTES_MAX = 256 * 1024;

    private static final byte[] COMMA_OPEN = {',', '{'};
    private static final byte[] OPEN = {'{'};
    private static final byte[] END = {']', '}', '\n'};

    private final Reply.Many many;

    ListDocument(Reply.Many many) {
        this.many = many;
    }

    Fields metadata() {
        Fields.Builder metadata = new Fields.Builder(3);
        metadata.add("resourceVersion", Long.toString(many.revision()));
        if (!many.continueToken().isEmpty()) {
            metadata.add("continue", many.continueToken());
            if (many.remaining() != null) {
                metadata.add("remainingItemCount", many.remaining());
            }
        }
        return metadata.build();
    }

    private byte[] head() {
        String text =
                "{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
                        .formatted(
                                many.resource().kind(),
                                many.resource().apiVersion(),
                                Json.text(metadata()));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long size() {
        long size = 0;
        for (Stored item : many.items()) {
            size += item.object().bytes().length;
        }
        return size;
    }

    private interface Sink {
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    private void writeTo(Sink sink) throws IOException {
        byte[] head = head();
        sink.write(head, 0, head.length);
        boolean first = true;
        for (Stored item : many.items()) {
            byte[] open = first ? OPEN : COMMA_OPEN;
            first = false;
            sink.write(open, 0, open.length);
            byte[] bytes = item.object().bytes();
            byte[] revision = item.revisionBytes();
            int from = item.object().bodyAt();
            int splice = item.object().spliceAt();
            sink.write(bytes, from, splice - from);
            sink.write(revision, 0, revision.length);
            sink.write(bytes, splice, bytes.length - splice);
        }
        sink.write(END, 0, END.length);
    }

    void send(Exchange exchange, Headers headers, boolean gzip) {
        long size = size();
        try {
            if (gzip && size >= 128 * 1024) {
                Headers compressed =
                        headers.plus("Content-Encoding", "gzip").plus("Vary", "Accept-Encoding");
                try (ResponseStream stream = exchange.startResponse(200, compressed);
                        OutputStream out = new FastGzip(stream.asOutputStream())) {
                    writeTo(out::write);
                }
            } else if (size <= WHOLE_BYTES_MAX) {
                ByteArrayOutputStream whole = new ByteArrayOutputStream((int) size + 512);
                writeTo(whole::write);
                exchange.respond(200, headers, whole.toByteArray());
            } else {
                try (ResponseStream stream = exchange.startResponse(200, headers)) {
                    writeTo(stream::write);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("send list", failed);
        }
    }
}
