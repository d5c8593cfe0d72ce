package io.djong.client;

import io.djong.http.ClientConfig;
import io.djong.http.HttpClient;
import io.djong.http.Response;
import io.djong.http.TransportException;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Speaks to an API server over HTTP, in JSON. Any thread.
public final class HttpTransport implements Transport {

    /// More than any list that a server sends in one page; a bound against one that never ends.
    private static final int BODY_MAX = 1 << 30;

    private final ServerAccess access;
    private final HttpClient http;
    private final Threads threads;

    public HttpTransport(ServerAccess access, Threads threads) {
        this.access = access;
        this.threads = threads;
        this.http = HttpClient.of(ClientConfig.defaults().withTls(access.tls()), threads);
    }

    @Override
    public Fields send(Request request) {
        try (Response response = exchange(request)) {
            byte[] body = response.readBody(BODY_MAX);
            return body.length == 0 ? Fields.EMPTY : Json.parseObject(body);
        }
    }

    @Override
    public EventStream watch(Request request) {
        return new HttpEvents(exchange(request), threads);
    }

    private Response exchange(Request request) {
        Response response = open(request);
        if (response.status() >= 200 && response.status() < 300) {
            return response;
        }
        try (response) {
            throw new ApiException(failure(response));
        }
    }

    private Response open(Request request) {
        try {
            return http.send(encoded(request));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    TransportException.Kind.CLOSED,
                    "interrupted during " + request.method() + " " + request.path(),
                    stopped);
        }
    }

    private io.djong.http.Request encoded(Request request) {
        io.djong.http.Request encoded =
                io.djong.http.Request.of(
                                request.method(), access.server(), request.path() + query(request))
                        .withHeader("accept", "application/json")
                        .withHeader("user-agent", access.userAgent());
        String token = access.token().get();
        if (!token.isEmpty()) {
            encoded = encoded.withHeader("authorization", "Bearer " + token);
        }
        return request.body() == null
                ? encoded
                : encoded.withHeader("content-type", request.contentType())
                        .withBody(Json.write(request.body()));
    }

    private static String query(Request request) {
        StringBuilder query = new StringBuilder();
        for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
            for (String value : parameter.getValue()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(encode(parameter.getKey()))
                        .append('=')
                        .append(encode(value));
            }
        }
        return query.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Failure failure(Response response) {
        byte[] body = response.readBody(BODY_MAX);
        try {
            Fields status = Json.parseObject(body);
            if (status.string("kind").equals("Status")) {
                return Failure.parse(status);
            }
        } catch (DecodeException noJson) {
            // Something before the API server answered; its text is all there is to show.
            return plain(response.status(), new String(body, StandardCharsets.UTF_8).strip());
        }
        return plain(response.status(), "");
    }

    private static Failure plain(int code, String text) {
        for (Reason reason : Reason.values()) {
            if (reason.code() == code) {
                return new Failure(
                        reason, code, text.isEmpty() ? "HTTP status " + code : text, null);
            }
        }
        return new Failure(
                Reason.UNKNOWN, code, text.isEmpty() ? "HTTP status " + code : text, null);
    }

    @Override
    public void close() {
        http.close();
    }
}
