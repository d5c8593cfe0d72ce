package io.djong.apiserver.answers;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.ResponseStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// A body that is made while it is sent, so that it takes no memory but for what is on its way.
interface StreamedBody {

    /// Up to here a body is put together and sent with its length.
    int WHOLE_BYTES_MAX = 256 * 1024;

    /// Smaller answers are not worth compressing, as upstream judges.
    int GZIP_FROM = 128 * 1024;

    /// Takes bytes that will not change any more.
    interface Sink {
        void write(byte[] bytes, int from, int length) throws IOException;

        default void write(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
        }
    }

    /// About how many bytes there will be.
    long size();

    void writeTo(Sink sink) throws IOException;

    default void send(Exchange exchange, Headers headers, boolean gzip) {
        long size = size();
        try {
            if (gzip && size >= GZIP_FROM) {
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
