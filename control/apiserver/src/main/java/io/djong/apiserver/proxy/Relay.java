package io.djong.apiserver.proxy;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.http.ClosedException;
import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpClient;
import io.djong.http.Origin;
import io.djong.http.RawConnection;
import io.djong.http.Request;
import io.djong.http.RequestBody;
import io.djong.http.Response;
import io.djong.http.ResponseStream;
import io.djong.http.TransportException;
import io.djong.http.UpgradeRefusedException;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// Carries a request to another server and its answer back, byte for byte; upgraded connections both ways.
final class Relay {

    private static final int BUFFER_BYTES = 32 * 1024;

    /// Belong to one connection, not to the message.
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "host",
                    "content-length");

    private final HttpClient client;
    private final Threads threads;

    Relay(HttpClient client, Threads threads) {
        this.client = client;
        this.threads = threads;
    }

    /// Sends the call to `origin` under `target`, and its answer to the client.
    Reply relay(Call call, Origin origin, String target) {
        Exchange exchange = exchange(call);
        String protocol = call.headers().firstOr("upgrade", "");
        try {
            return protocol.isEmpty()
                    ? plain(call, exchange, origin, target)
                    : upgraded(call, exchange, origin, target, protocol);
        } catch (TransportException unreachable) {
            throw undialed(unreachable);
        } catch (ClosedException gone) {
            return new Reply.Taken();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Reply.Taken();
        }
    }

    private static Exchange exchange(Call call) {
        Exchange exchange = call.exchange();
        if (exchange == null) {
            throw new ApiException(
                    Failure.badRequest(
                            "this request needs a connection of its own: " + call.path()));
        }
        return exchange;
    }

    private Reply plain(Call call, Exchange exchange, Origin origin, String target)
            throws InterruptedException {
        Request request =
                Request.of(call.method(), origin, target)
                        .withHeaders(forwarded(call.headers(), false))
                        .withResponseTimeout(Duration.ZERO);
        if (!Set.of("GET", "HEAD", "OPTIONS").contains(call.method())
                && exchange.contentLength() != 0) {
            request =
                    request.withBody(
                            new RequestBody.Stream(
                                    exchange.bodyStream(), exchange.contentLength()));
        }
        try (Response response = client.send(request)) {
            exchange.onClosed(response::close);
            copy(response, exchange);
        }
        return new Reply.Taken();
    }

    private static void copy(Response response, Exchange exchange) {
        Headers headers = answered(response.headers());
        copy(response, exchange, headers);
    }

    /// When the backend breaks off in the middle, the client's answer is cut off too: half of it must not pass for the
    /// whole.
    private static void copy(Response response, Exchange exchange, Headers headers) {
        try (ResponseStream stream = exchange.startResponse(response.status(), headers)) {
            try {
                stream.flush();
                pump(response.body(), stream.asOutputStream(), stream::flush);
            } catch (IOException | TransportException cut) {
                stream.abort();
            }
        }
    }

    /// Fetches plain text for the client. What the backend refuses, this server refuses with its words.
    ///
    /// @param what the resource that the client asked for, as `pods/log`
    Reply text(Call call, Origin origin, String target, String what) {
        Exchange exchange = exchange(call);
        try (Response response =
                client.send(Request.of("GET", origin, target).withResponseTimeout(Duration.ZERO))) {
            exchange.onClosed(response::close);
            if (response.status() < 200 || response.status() > 206) {
                throw Refusals.of(response, what, call.info().name());
            }
            copy(response, exchange, Headers.of("Content-Type", "text/plain"));
        } catch (TransportException unreachable) {
            throw undialed(unreachable);
        } catch (ClosedException gone) {
            return new Reply.Taken();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return new Reply.Taken();
    }

    private static ApiException undialed(TransportException unreachable) {
        return new ApiException(
                new Failure(
                        Reason.UNKNOWN,
                        500,
                        "error dialing backend: " + unreachable.getMessage(),
                        null),
                unreachable);
    }

    private static Headers answered(Headers headers) {
        Headers kept = Headers.of();
        for (String name : headers.names()) {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                for (String value : headers.all(name)) {
                    kept = kept.plus(name, value);
                }
            }
        }
        return kept;
    }

    private static Headers forwarded(Headers headers, boolean upgrade) {
        Headers kept = Headers.of();
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            // The caller's credentials are for this server only.
            boolean drop =
                    HOP_BY_HOP.contains(lower)
                            || lower.equals("authorization")
                            || lower.startsWith("impersonate-");
            if (!drop) {
                for (String value : headers.all(name)) {
                    // A bearer token may hide among the offered protocols.
                    if (!(upgrade && lower.equals("sec-websocket-protocol"))) {
                        kept = kept.plus(name, value);
                    }
                }
            }
        }
        if (upgrade) {
            String protocols =
                    String.join(
                            ", ",
                            headers.tokens("sec-websocket-protocol").stream()
                                    .filter(token ->
                                            !token.startsWith(
                                                    "base64url.bearer.authorization.k8s.io."))
                                    .toList());
            kept = protocols.isEmpty() ? kept : kept.plus("Sec-WebSocket-Protocol", protocols);
        }
        return kept;
    }

    private Reply upgraded(
            Call call, Exchange exchange, Origin origin, String target, String protocol)
            throws InterruptedException {
        Request request =
                Request.of(call.method(), origin, target)
                        .withHeaders(forwarded(call.headers(), true))
                        .withResponseTimeout(Duration.ZERO);
        HttpClient.Upgraded<RawConnection> backend;
        try {
            backend = client.upgrade(request, protocol);
        } catch (UpgradeRefusedException refused) {
            try (Response response = refused.response()) {
                copy(response, exchange);
            }
            return new Reply.Taken();
        }
        Headers headers =
                answered(backend.headers()).with("Connection", "Upgrade").with("Upgrade", protocol);
        RawConnection server = backend.connection();
        RawConnection client = exchange.upgradeRaw(101, headers);
        Thread back =
                threads.start("relay-" + call.info().subresource(), () -> carry(server, client));
        carry(client, server);
        back.join();
        server.close();
        client.close();
        return new Reply.Taken();
    }

    /// One direction, until either end is done.
    private static void carry(RawConnection from, RawConnection to) {
        try {
            OutputStream out = to.out();
            pump(from.in(), out, out::flush);
        } catch (IOException | ClosedException cut) {
            // One side went away: the other one is told below.
        } finally {
            from.close();
            to.close();
        }
    }

    private interface Flush {
        void run() throws IOException;
    }

    private static void pump(InputStream in, OutputStream out, Flush flush) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            if (in.available() == 0) {
                flush.run();
            }
        }
        flush.run();
    }
}
