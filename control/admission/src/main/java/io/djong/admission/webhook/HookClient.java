package io.djong.admission.webhook;

import io.djong.http.BodyTooLargeException;
import io.djong.http.ClientConfig;
import io.djong.http.HttpClient;
import io.djong.http.Origin;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.TransportException;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Pem;
import io.djong.http.tls.PemException;
import io.djong.http.tls.Trust;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Carries reviews to webhooks and their answers back. Any thread.
///
/// Connections are kept, for each authority and server name apart; HTTP/1.1 as upstream, so that one slow answer holds up no
/// other and a Service's endpoints share the load.
public final class HookClient implements AutoCloseable {

    /// Authorities and server names whose connections are kept; upstream keeps 200 clients, which are cheaper there.
    private static final int CLIENTS_MAX = 64;

    /// Calls of one webhook at once; more wait, each until its own time-out.
    private static final int CONNECTIONS_MAX = 512;

    /// Well above any object with its patch, which the store bounds by 1.5 MiB.
    private static final int ANSWER_BYTES_MAX = 8 << 20;

    /// What upstream lets a request run at most.
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(34);

    private static final int HTTPS_PORT = 443;

    private final ServiceAddresses services;
    private final Threads threads;
    private final Clock clock;
    private final Map<Peer, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /// Whom to trust as whom.
    private record Peer(String caBundle, String serverName) {}

    /// @param url as errors name it
    private record Destination(Peer peer, Origin origin, String host, String path, String url) {}

    public HookClient(ServiceAddresses services, Threads threads, Clock clock) {
        this.services = services;
        this.threads = threads;
        this.clock = clock;
    }

    /// The document that the webhook answers.
    ///
    /// @throws HookException when it answers nothing usable in time
    Fields post(Hook hook, Fields review) {
        return post(hook.clientConfig(), hook.timeout(), review);
    }

    /// The document that a webhook answers.
    ///
    /// @param config `url` or `service`, and `caBundle`
    /// @param timeout zero for none
    /// @throws HookException when it answers nothing usable in time
    public Fields post(Fields config, Duration timeout, Fields review) {
        Duration patience = timeout.isZero() ? PATIENCE_MAX : timeout;
        String query = timeout.isZero() ? "" : "?timeout=" + timeout.toSeconds() + "s";
        byte[] body = Json.write(review);
        CompletableFuture<Fields> answer = new CompletableFuture<>();
        Thread worker =
                threads.start(
                        "webhook",
                        () -> {
                            try {
                                answer.complete(exchange(config, query, body, patience));
                            } catch (RuntimeException | Error failed) {
                                answer.completeExceptionally(failed);
                            }
                        });
        Thread deadline =
                threads.start(
                        "webhook-deadline", () -> giveUp(answer, patience, url(config) + query));
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof HookException known
                    ? known
                    : new IllegalStateException("webhook call failed", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failed(url(config) + query, "context canceled");
        } finally {
            deadline.interrupt();
            worker.interrupt();
        }
    }

    private void giveUp(CompletableFuture<Fields> answer, Duration patience, String url) {
        try {
            clock.sleep(patience);
        } catch (InterruptedException answered) {
            return;
        }
        answer.completeExceptionally(failed(url, "context deadline exceeded"));
    }

    private static HookException failed(String url, String why) {
        return new HookException("Post \"" + url + "\": " + why, 503);
    }

    private Fields exchange(Fields config, String query, byte[] body, Duration patience) {
        Destination to = destination(config, query);
        Request request =
                Request.of("POST", to.origin, to.path + query)
                        .withHeader("host", to.host)
                        .withHeader("content-type", "application/json")
                        .withHeader("accept", "application/json, */*")
                        .withHeader("user-agent", "kube-apiserver-admission")
                        .withBody(body)
                        .withResponseTimeout(patience)
                        .withReadTimeout(patience);
        try (Response response = client(to.peer).send(request)) {
            return HookResponse.document(
                    response.status(),
                    response.headers().firstOr("content-type", ""),
                    response.readBody(ANSWER_BYTES_MAX));
        } catch (TransportException unreachable) {
            throw failed(to.url, TransportTexts.of(unreachable, to.peer.serverName));
        } catch (BodyTooLargeException large) {
            throw new HookException(
                    "the webhook's response has more than " + ANSWER_BYTES_MAX + " bytes", 503);
        } catch (DecodeException malformed) {
            throw new HookException(
                    "couldn't get version/kind; json parse error: " + malformed.getMessage(), 503);
        } catch (InterruptedException late) {
            throw failed(to.url, "context deadline exceeded");
        }
    }

    private Destination destination(Fields config, String query) {
        String bundle = config.string("caBundle");
        String url = url(config);
        Fields service = config.fields("service");
        URI uri = URI.create(url);
        Origin named = Origin.of(uri);
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        if (service.isEmpty()) {
            return new Destination(
                    new Peer(bundle, ""), named, named.authority(), path, url + query);
        }
        ServiceAddresses.Address address;
        try {
            address =
                    services.resolve(
                            service.string("namespace"), service.string("name"), named.port());
        } catch (HookException unresolved) {
            throw failed(url + query, unresolved.text());
        }
        return new Destination(
                new Peer(bundle, named.host()),
                new Origin(true, address.host(), address.port()),
                named.host() + ":" + named.port(),
                path,
                url + query);
    }

    /// As errors name it, without its query.
    private static String url(Fields config) {
        Fields service = config.fields("service");
        if (service.isEmpty()) {
            return config.string("url");
        }
        long port = service.has("port") ? service.integer("port") : HTTPS_PORT;
        String path = service.string("path");
        return "https://%s.%s.svc:%d%s"
                .formatted(
                        service.string("name"),
                        service.string("namespace"),
                        port,
                        path.startsWith("/") ? path : "/" + path);
    }

    private HttpClient client(Peer peer) {
        synchronized (clients) {
            if (closed) {
                throw new TransportException(
                        TransportException.Kind.CLOSED, "the server is shutting down", null);
            }
            HttpClient known = clients.get(peer);
            if (known == null) {
                known = connect(peer);
                clients.put(peer, known);
                dropOldest();
            }
            return known;
        }
    }

    private void dropOldest() {
        Iterator<HttpClient> oldest = clients.values().iterator();
        if (clients.size() > CLIENTS_MAX) {
            HttpClient dropped = oldest.next();
            oldest.remove();
            threads.start("webhook-client-close", dropped::close);
        }
    }

    private HttpClient connect(Peer peer) {
        ClientTls tls = ClientTls.trusting(trust(peer.caBundle));
        ClientConfig usual = ClientConfig.defaults();
        ClientConfig config =
                new ClientConfig(
                        peer.serverName.isEmpty() ? tls : tls.withServerName(peer.serverName),
                        false,
                        usual.connectTimeout(),
                        CONNECTIONS_MAX,
                        usual.idleTimeout(),
                        usual.pingAfter(),
                        usual.eventLoopThreads());
        return HttpClient.of(config, threads);
    }

    private static Trust trust(String caBundle) {
        if (caBundle.isEmpty()) {
            return new Trust.SystemRoots();
        }
        try {
            String pem =
                    new String(Base64.getDecoder().decode(caBundle), StandardCharsets.ISO_8859_1);
            return Trust.authorities(Pem.certificates(pem));
        } catch (PemException | IllegalArgumentException malformed) {
            throw new HookException(
                    "could not get REST client: unable to load root certificates: "
                            + malformed.getMessage(),
                    500);
        }
    }

    @Override
    public void close() {
        synchronized (clients) {
            closed = true;
            clients.values().forEach(HttpClient::close);
            clients.clear();
        }
    }
}
