package io.djong.auth.webhook;

import io.djong.client.Kubeconfig;
import io.djong.client.ServerAccess;
import io.djong.http.BodyTooLargeException;
import io.djong.http.ClientConfig;
import io.djong.http.HttpClient;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.TransportException;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Posts reviews to the server of a kubeconfig file and brings its answers back. Any thread.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/webhook/ Webhook Mode
public final class ReviewClient implements AutoCloseable {

    private static final int ATTEMPTS = 5;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final ServerAccess access;
    private final String path;
    private final Duration patience;
    private final HttpClient client;
    private final Clock clock;

    /// @param file where the server is and how to show who one is
    /// @param patience for one answer
    /// @throws IllegalArgumentException if the file is no kubeconfig
    public ReviewClient(Path file, Duration patience, Threads threads, Clock clock) {
        this.access = Kubeconfig.read(file, "kube-apiserver");
        this.path = path(file);
        this.patience = patience;
        this.client = HttpClient.of(ClientConfig.defaults().withTls(access.tls()), threads);
        this.clock = clock;
    }

    /// A [ServerAccess] holds the origin only; here the path matters as well.
    private static String path(Path file) {
        try {
            Fields document =
                    Fields.of("root", Yaml.parse(Files.readAllBytes(file))).fields("root");
            String wanted = "";
            for (Object item : document.list("contexts")) {
                if (item instanceof Fields one
                        && one.string("name").equals(document.string("current-context"))) {
                    wanted = one.fields("context").string("cluster");
                }
            }
            for (Object item : document.list("clusters")) {
                if (item instanceof Fields one && one.string("name").equals(wanted)) {
                    URI server = URI.create(one.fields("cluster").string("server"));
                    String raw = server.getRawPath() == null ? "" : server.getRawPath();
                    String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
                    return (raw.isEmpty() ? "/" : raw) + query;
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
        throw new IllegalArgumentException(file + ": names no cluster");
    }

    /// An answer that did not come, after all attempts.
    public static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        Unanswered(String why) {
            super(why);
        }
    }

    /// The `status` of the answered review.
    public Fields status(Fields review) throws Unanswered {
        Request request =
                Request.of("POST", access.server(), path)
                        .withHeader("content-type", "application/json")
                        .withHeader("accept", "application/json, */*")
                        .withHeader("user-agent", access.userAgent())
                        .withBody(Json.write(review))
                        .withResponseTimeout(patience)
                        .withReadTimeout(patience);
        String token = access.token().get();
        Request shown =
                token.isEmpty() ? request : request.withHeader("authorization", "Bearer " + token);
        try {
            Duration pause = FIRST_PAUSE;
            for (int attempt = 1; ; attempt++) {
                Attempt answer = attempt(shown);
                if (answer.document != null) {
                    return answer.document.fields("status");
                }
                if (attempt == ATTEMPTS || !answer.mayRetry) {
                    throw new Unanswered("Post \"" + url() + "\": " + answer.error);
                }
                clock.sleep(pause);
                pause = pause.multipliedBy(3).dividedBy(2);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Unanswered("Post \"" + url() + "\": context canceled");
        }
    }

    private String url() {
        return access.server() + path;
    }

    private record Attempt(@Nullable Fields document, String error, boolean mayRetry) {
        static Attempt failed(String error, boolean mayRetry) {
            return new Attempt(null, error, mayRetry);
        }
    }

    private Attempt attempt(Request request) throws InterruptedException {
        try (Response response = client.send(request)) {
            byte[] body = response.readBody(ANSWER_BYTES_MAX);
            int status = response.status();
            if (status >= 200 && status < MULTIPLE_CHOICES) {
                return new Attempt(Json.parseObject(body), "", false);
            }
            return Attempt.failed(
                    "the server answered " + status,
                    status >= SERVER_ERROR || status == TOO_MANY_REQUESTS);
        } catch (TransportException unreachable) {
            return Attempt.failed(String.valueOf(unreachable.getMessage()), true);
        } catch (DecodeException | BodyTooLargeException unusable) {
            return Attempt.failed(String.valueOf(unusable.getMessage()), false);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
