package io.djong.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// What both protocols' clients need to know of a request.
final class RequestLines {

    /// Part of a streamed body that is sent at once.
    private static final int PART_BYTES = 64 * 1024;

    private RequestLines() {}

    /// Refuses what could smuggle a second request in.
    static void check(Request request) {
        request.headers().checkSendable();
        String line = request.method() + request.target();
        if (!line.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("request: blank or unencoded character in " + line);
        }
    }

    /// The `Host` that the request asks for, or its origin's.
    static String authority(Request request) {
        return request.headers().firstOr("host", request.origin().authority());
    }

    /// The headers that go out beside host and the like, with the body's length when it is known.
    static Headers lines(Request request) {
        Headers lines = request.headers().without("host");
        long length =
                switch (request.body()) {
                    case RequestBody.None() -> impliesBody(request.method()) ? 0 : -1;
                    case RequestBody.Bytes(byte[] bytes) -> bytes.length;
                    case RequestBody.Stream(InputStream _, long known) -> known;
                };
        return length < 0 ? lines : lines.with("content-length", Long.toString(length));
    }

    private static boolean impliesBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    /// Hands the stream over in parts, of which the last may be empty and says so.
    static void forEachPart(InputStream in, BiConsumer<byte[], Boolean> sink) {
        try {
            while (true) {
                byte[] part = new byte[PART_BYTES];
                int count = in.readNBytes(part, 0, part.length);
                boolean isLast = count < part.length;
                sink.accept(isLast ? Arrays.copyOf(part, count) : part, isLast);
                if (isLast) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new TransportException(
                    TransportException.Kind.CLOSED, "request body: " + e.getMessage(), e);
        }
    }
}
