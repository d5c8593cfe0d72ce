package io.djong.admission;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks a program of the administrator whether a pod may run its images, and remembers what it said.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook ImagePolicyWebhook
public final class ImagePolicyWebhook implements AdmissionPlugin, AutoCloseable {

    private static final int ATTEMPTS = 5;
    private static final int ANSWERS_KEPT = 1024;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int TTL_SECONDS = 300;
    private static final int BACKOFF_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ANNOTATION = ".image-policy.k8s.io/";

    private final Fields policy;
    private final ServerAccess access;
    private final String path;
    private final HttpClient client;
    private final Clock clock;
    private final Map<Fields, Answer> answers =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Fields, Answer> eldest) {
                    return size() > ANSWERS_KEPT;
                }
            };

    /// @param until in nanoseconds of the clock
    private record Answer(boolean allowed, String reason, long until) {}

    /// @param configuration with `imagePolicy`: where the program is (`kubeConfigFile`), and how long answers hold
    /// @throws IllegalArgumentException when it does not say where the program is
    public ImagePolicyWebhook(Fields configuration, Threads threads, Clock clock) {
        this.policy = configuration.fields("imagePolicy");
        if (policy.string("kubeConfigFile").isEmpty()) {
            throw new IllegalArgumentException(
                    "ImagePolicyWebhook: imagePolicy.kubeConfigFile is missing");
        }
        Path file = Path.of(policy.string("kubeConfigFile"));
        this.access = Kubeconfig.read(file, "kube-apiserver-admission");
        this.path = path(file);
        this.client = HttpClient.of(ClientConfig.defaults().withTls(access.tls()), threads);
        this.clock = clock;
    }

    /// A kubeconfig's user is told of the origin only; here the path matters as well.
    private static String path(Path file) {
        try {
            Fields document =
                    Fields.of("root", Yaml.parse(Files.readAllBytes(file))).fields("root");
            List<Fields> clusters = PodTrees.objects(document, "clusters");
            if (!clusters.isEmpty()) {
                String server = clusters.getFirst().fields("cluster").string("server");
                String path = URI.create(server).getRawPath();
                return path == null || path.isEmpty() ? "/" : path;
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
        throw new IllegalArgumentException(file + ": names no cluster");
    }

    @Override
    public void validate(Review review) {
        boolean isMeant =
                PodTrees.isWritten(review) || review.isOf("", "pods", "ephemeralcontainers");
        if (!isMeant || !(review instanceof Review.Create || review instanceof Review.Update)) {
            return;
        }
        if (review instanceof Review.Update
                && images(review.object()).equals(images(review.old()))) {
            return;
        }
        Answer answer = answer(review, spec(review));
        if (answer != null && !answer.allowed) {
            throw review.forbidden(
                    answer.reason.isEmpty()
                            ? "one or more images rejected by webhook backend"
                            : "image policy webhook backend denied one or more images: "
                                    + answer.reason);
        }
    }

    private static List<Fields> images(Fields pod) {
        List<Fields> images = new ArrayList<>();
        for (Fields container : PodTrees.containers(PodTrees.spec(pod))) {
            images.add(Fields.of("image", container.string("image")));
        }
        return images;
    }

    private static Fields spec(Review review) {
        Fields.Builder annotations = Fields.builder();
        review.object()
                .fields("metadata")
                .fields("annotations")
                .forEach((name, value) -> {
                    if (name.contains(ANNOTATION)) {
                        annotations.add(name, value);
                    }
                });
        return Fields.of(
                "containers",
                images(review.object()),
                "annotations",
                annotations.build(),
                "namespace",
                review.call().namespace());
    }

    /// Null when there is none, and that is no reason to refuse.
    private @Nullable Answer answer(Review review, Fields spec) {
        synchronized (answers) {
            Answer known = answers.get(spec);
            if (known != null && known.until - clock.nanos() > 0) {
                return known;
            }
        }
        try {
            Fields status = ask(spec).fields("status");
            boolean allowed = status.bool("allowed");
            long ttl = seconds(allowed ? "allowTTL" : "denyTTL");
            Answer answer =
                    new Answer(
                            allowed,
                            status.string("reason"),
                            clock.nanos() + Duration.ofSeconds(ttl).toNanos());
            synchronized (answers) {
                answers.put(spec, answer);
            }
            return answer;
        } catch (TransportException | DecodeException | BodyTooLargeException failed) {
            if (policy.bool("defaultAllow")) {
                review.call()
                        .notes()
                        .annotate("imagepolicywebhook.image-policy.k8s.io/failed-open", "true");
                return null;
            }
            throw review.forbidden(String.valueOf(failed.getMessage()));
        }
    }

    private long seconds(String name) {
        return policy.has(name) ? policy.integer(name) : TTL_SECONDS;
    }

    private Fields ask(Fields spec) {
        Fields review =
                Fields.of(
                        "apiVersion",
                        "imagepolicy.k8s.io/v1alpha1",
                        "kind",
                        "ImageReview",
                        "spec",
                        spec);
        Request request =
                Request.of("POST", access.server(), path)
                        .withHeader("content-type", "application/json")
                        .withBody(Json.write(review))
                        .withResponseTimeout(PATIENCE)
                        .withReadTimeout(PATIENCE);
        long pause = policy.has("retryBackoff") ? policy.integer("retryBackoff") : BACKOFF_MILLIS;
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return exchange(request);
                } catch (TransportException failed) {
                    if (attempt == ATTEMPTS) {
                        throw failed;
                    }
                    clock.sleep(Duration.ofMillis(pause << (attempt - 1)));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TransportException(TransportException.Kind.CLOSED, "interrupted", stopped);
        }
    }

    private Fields exchange(Request request) throws InterruptedException {
        try (Response response = client.send(request)) {
            if (response.status() < 200 || response.status() > 299) {
                throw new TransportException(
                        TransportException.Kind.CLOSED,
                        "Error contacting webhook: " + response.status(),
                        null);
            }
            return Json.parseObject(response.readBody(ANSWER_BYTES_MAX));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
