package io.djong.apiserver;

import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Parameters;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.client.Transport;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpException;
import io.djong.http.Query;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes calls of what the two transports bring.
final class Calls {

    private Calls() {}

    /// Of a request that came over a connection.
    ///
    /// @throws HttpException 400 when the path is not properly encoded
    static Call of(Exchange exchange) {
        Parameters query = Parameters.of(exchange.query());
        Headers headers = exchange.requestHeaders();
        return new Call(
                exchange.method(),
                exchange.path(),
                RequestInfo.of(exchange.method(), segments(exchange.rawPath()), query),
                query,
                headers,
                body(exchange, headers),
                exchange);
    }

    private static Body body(Exchange exchange, Headers headers) {
        if (exchange.contentLength() == 0 && !headers.has("content-type")) {
            return new Body.None();
        }
        return switch (exchange.method()) {
            case "GET", "HEAD", "OPTIONS" -> new Body.None();
            default -> new Body.Encoded(headers.firstOr("content-type", ""), exchange::readBody);
        };
    }

    /// Of a request from within the process.
    static Call of(Transport.Request request, String user) {
        Parameters query = new Parameters(request.query());
        String path = request.path();
        int question = path.indexOf('?');
        if (question >= 0) {
            query = Parameters.of(Query.parse(path.substring(question + 1)));
            path = path.substring(0, question);
        }
        return new Call(
                request.method(),
                path,
                RequestInfo.of(request.method(), segments(path), query),
                query,
                Headers.of("user-agent", component(user)),
                request.body() == null
                        ? new Body.None()
                        : new Body.Document(request.contentType(), request.body()),
                null);
    }

    /// What the program is called that runs this part upstream: clients know managers of fields by these names.
    private static String component(String user) {
        if (user.startsWith("system:serviceaccount:kube-system:")) {
            return "kube-controller-manager";
        }
        if (user.startsWith("system:node:")) {
            return "kubelet";
        }
        return user.equals("system:apiserver")
                ? "kube-apiserver"
                : user.substring(user.lastIndexOf(':') + 1);
    }

    /// Decoded one by one, so that an encoded slash stays part of a name; one slash at the end does not count.
    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>(8);
        int end =
                rawPath.length() > 1 && rawPath.endsWith("/")
                        ? rawPath.length() - 1
                        : rawPath.length();
        int start = 1;
        while (start <= end) {
            int slash = rawPath.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            segments.add(decode(rawPath.substring(start, stop)));
            start = stop + 1;
        }
        return segments;
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new HttpException(400, "400 Bad Request");
        }
    }
}
