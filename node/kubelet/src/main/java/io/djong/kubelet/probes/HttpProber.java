package io.djong.kubelet.probes;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.HTTPGetAction;
import io.djong.api.core.v1.HTTPHeader;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.Origin;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.TransportException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Asks by HTTP, as probes and hooks do: certificates are not looked at, redirects on the same host are followed.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/probes/ HTTP probes
public final class HttpProber {

    private static final int BODY_BYTES_MAX = 10 * 1024;
    private static final int REDIRECTS_MAX = 10;
    private static final String USER_AGENT = "kube-probe/1.36";

    private final HttpClient client;

    /// @param client one that believes anybody
    public HttpProber(HttpClient client) {
        this.client = client;
    }

    /// @param address the pod's, asked unless the action names a host
    Outcome probe(HTTPGetAction action, Container container, String address, Duration timeout)
            throws InterruptedException {
        URI uri = uri(action, container, address);
        URI at = uri;
        for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
            Answer answer = ask(request(at, action, timeout), at);
            if (answer.failure() != null) {
                return new Outcome.Failure(answer.failure());
            }
            URI next = answer.location() == null ? null : at.resolve(answer.location());
            boolean stays = next != null && String.valueOf(next.getHost()).equals(uri.getHost());
            if (answer.status() >= 300 && answer.status() < 400 && next != null && stays) {
                at = next;
                continue;
            }
            boolean isGood = answer.status() >= 200 && answer.status() < 400;
            return isGood
                    ? new Outcome.Success(answer.body())
                    : new Outcome.Failure("HTTP probe failed with statuscode: " + answer.status());
        }
        return new Outcome.Failure("Get \"%s\": stopped after 10 redirects".formatted(uri));
    }

    private record Answer(
            int status, String body, @Nullable String location, @Nullable String failure) {}

    private Answer ask(Request request, URI uri) throws InterruptedException {
        try (Response response = client.send(request)) {
            byte[] body = response.body().readNBytes(BODY_BYTES_MAX);
            return new Answer(
                    response.status(),
                    new String(body, StandardCharsets.UTF_8),
                    response.headers().first("location"),
                    null);
        } catch (TransportException failure) {
            return new Answer(0, "", null, "Get \"%s\": %s".formatted(uri, words(failure, uri)));
        } catch (java.io.IOException failure) {
            return new Answer(0, "", null, "Get \"%s\": %s".formatted(uri, failure.getMessage()));
        }
    }

    /// As Go words it, because users search for these texts.
    private static String words(TransportException failure, URI uri) {
        return switch (failure.kind()) {
            case CONNECT -> "dial tcp %s: %s".formatted(authority(uri), Dialing.words(failure));
            case TIMEOUT ->
                    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
            case CLOSED -> "EOF";
            case TLS -> "tls: " + failure.getMessage();
        };
    }

    private static String authority(URI uri) {
        Origin origin = Origin.of(uri);
        return Endpoints.authority(origin.host(), origin.port());
    }

    private static Request request(URI uri, HTTPGetAction action, Duration timeout) {
        Headers headers =
                Headers.of("user-agent", USER_AGENT, "accept", "*/*", "connection", "close");
        for (HTTPHeader header : action.httpHeaders()) {
            headers = headers.with(header.name(), header.value());
        }
        return Request.get(uri)
                .withHeaders(headers)
                .withResponseTimeout(timeout)
                .withReadTimeout(timeout);
    }

    private static URI uri(HTTPGetAction action, Container container, String address) {
        String scheme =
                action.scheme().isEmpty() ? "http" : action.scheme().toLowerCase(Locale.ROOT);
        String host = action.host().isEmpty() ? address : action.host();
        int port = Endpoints.port(action.port(), container);
        String path = action.path().startsWith("/") ? action.path() : "/" + action.path();
        return URI.create(scheme + "://" + Endpoints.authority(host, port) + path);
    }

    /// A hook only wants to have asked; any answer will do.
    ///
    /// @return what went wrong, or null
    public @Nullable String call(
            HTTPGetAction action, Container container, String address, Duration timeout)
            throws InterruptedException {
        URI uri = uri(action, container, address);
        return ask(request(uri, action, timeout), uri).failure();
    }
}
