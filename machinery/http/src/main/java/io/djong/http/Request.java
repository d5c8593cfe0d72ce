package io.djong.http;

import java.net.URI;
import java.time.Duration;

/// What [HttpClient] sends.
///
/// @param target path and query, percent-encoded, starting with a slash
/// @param headers a `host` in here takes the place of the origin's
/// @param responseTimeout how long to wait for status and headers; zero for as long as it takes
/// @param readTimeout how long the body of the answer may pause; zero for as long as it takes, as watches need it
public record Request(
        String method,
        Origin origin,
        String target,
        Headers headers,
        RequestBody body,
        Duration responseTimeout,
        Duration readTimeout) {

    /// Longer than any request that kube-apiserver itself lets run.
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(65);

    public static Request of(String method, Origin origin, String target) {
        return new Request(
                method,
                origin,
                target,
                Headers.of(),
                new RequestBody.None(),
                RESPONSE_TIMEOUT,
                Duration.ZERO);
    }

    public static Request of(String method, URI uri) {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return of(method, Origin.of(uri), target);
    }

    public static Request get(URI uri) {
        return of("GET", uri);
    }

    public Request withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public Request withHeaders(Headers headers) {
        return new Request(method, origin, target, headers, body, responseTimeout, readTimeout);
    }

    public Request withBody(byte[] bytes) {
        return withBody(new RequestBody.Bytes(bytes));
    }

    public Request withBody(RequestBody body) {
        return new Request(method, origin, target, headers, body, responseTimeout, readTimeout);
    }

    public Request withResponseTimeout(Duration timeout) {
        return new Request(method, origin, target, headers, body, timeout, readTimeout);
    }

    public Request withReadTimeout(Duration timeout) {
        return new Request(method, origin, target, headers, body, responseTimeout, timeout);
    }
}
