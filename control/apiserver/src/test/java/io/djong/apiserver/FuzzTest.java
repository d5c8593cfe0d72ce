package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Every decoder and every patch format fed with documents that are almost right: an answer below 500, and soon.
///
/// `-Dsurefire.argLine=-Ddjong.fuzz.seconds=600` for a longer run, `-Ddjong.fuzz.seed=7` in it for another one.
class FuzzTest {

    private static final Duration RUN = Duration.ofSeconds(Long.getLong("djong.fuzz.seconds", 0));

    /// What every build tries, about five seconds: a number, so that a slow machine tries the same as a fast one.
    private static final int CASES = 4000;

    private static final long SEED = Long.getLong("djong.fuzz.seed", 1);

    /// Generous on a busy machine; what grows with the square of its input takes longer.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Errors of merging which upstream, too, answers with 500.
    private static final List<String> UPSTREAM_500 =
            List.of(
                    "failed to create typed patch object",
                    "does not contain declared merge key",
                    "unknown patch type",
                    "unable to find api field in struct");

    private static final String POD =
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","labels":{"a":"b"},"finalizers":["x.io/y"]},
            "spec":{"restartPolicy":"Always","terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"i",
            "ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{"requests":{"cpu":"100m"}},
            "env":[{"name":"A","value":"1"}],"livenessProbe":{"httpGet":{"port":"web"}}}],
            "tolerations":[{"operator":"Exists"}]}}\
            """;

    private static final String YAML =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: fuzz
              annotations: {a: "x", b: 'y'}
            spec:
              containers:
              - name: c
                image: i
                args: ["a", "b"]
                env:
                - name: A
                  value: |-
                    text
              nodeSelector: &anchor {k: v}
            """;

    private static final String STRATEGIC =
            """
            {"metadata":{"labels":{"a":null,"c":"d"},"$deleteFromPrimitiveList/finalizers":["x.io/y"]},
            "spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"d"}],"activeDeadlineSeconds":10,
            "containers":[{"name":"d","$patch":"delete"},{"name":"c","image":"j","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}\
            """;

    private static final String JSON_PATCH =
            """
            [{"op":"test","path":"/metadata/labels/a","value":"b"},{"op":"add","path":"/metadata/labels/x~1y","value":"1"},
            {"op":"copy","from":"/metadata/labels/a","path":"/metadata/labels/z"},{"op":"move","from":"/metadata/labels/z","path":"/metadata/labels/w"},
            {"op":"replace","path":"/spec/containers/0/image","value":"k"},{"op":"remove","path":"/metadata/finalizers/0"}]\
            """;

    private static final String APPLY =
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"target","labels":{"q":"r"}},
            "spec":{"containers":[{"name":"c","image":"k","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}\
            """;

    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String TARGET = PODS + "/target";

    /// A kind of request and a body that would be right.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sample(String method, String path, String type, byte[] body) {

        static Sample of(String method, String path, String type, String body) {
            return new Sample(method, path, type, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void brokenInputIsRefusedAtOnce() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        Mutations mutations = new Mutations(random);
        try (TestServer server = new TestServer();
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(
                            server.post(
                                            "/api/v1/namespaces/default/serviceaccounts",
                                            "{\"metadata\":{\"name\":\"default\"}}")
                                    .status())
                    .isEqualTo(201);
            assertThat(server.post(PODS, POD.replace("NAME", "target")).status()).isEqualTo(201);
            List<Sample> samples = samples(server, client);
            for (Sample sample : samples) {
                assertThat(send(server, client, sample, sample.body()).statusCode())
                        .as("%s %s, unchanged", sample.method(), sample.type())
                        .isBetween(200, 201);
            }
            Map<String, String> broken = new TreeMap<>();
            long end = System.nanoTime() + RUN.toNanos();
            for (int i = 0; i < CASES || System.nanoTime() < end; i++) {
                Sample sample = samples.get(i % samples.size());
                byte[] body = mutations.of(sample.body());
                HttpResponse<String> answer = send(server, client, sample, body);
                if (UPSTREAM_500.stream().anyMatch(answer.body()::contains)) {
                    continue;
                }
                if (answer.statusCode() >= 500) {
                    broken.putIfAbsent(
                            sample.type(),
                            "case %d: %s%n%s".formatted(i, shown(sample, body), answer.body()));
                }
            }
            assertThat(broken).as("seed %s", SEED).isEmpty();
            assertThat(server.get(TARGET).status()).isIn(200, 404);
        }
    }

    private static List<Sample> samples(TestServer server, HttpClient client) throws Exception {
        HttpRequest asProtobuf =
                request(server, TARGET)
                        .header("Accept", "application/vnd.kubernetes.protobuf")
                        .build();
        byte[] binary = client.send(asProtobuf, BodyHandlers.ofByteArray()).body();
        String dryRun = "?dryRun=All";
        return List.of(
                Sample.of("POST", PODS + dryRun, "application/json", POD.replace("NAME", "fuzz")),
                Sample.of("POST", PODS + dryRun, "application/yaml", YAML),
                new Sample("PUT", TARGET + dryRun, "application/vnd.kubernetes.protobuf", binary),
                Sample.of("PATCH", TARGET + dryRun, "application/json-patch+json", JSON_PATCH),
                Sample.of(
                        "PATCH",
                        TARGET + dryRun,
                        "application/merge-patch+json",
                        "{\"metadata\":{\"labels\":{\"a\":null,\"n\":\"v\"}},\"spec\":{\"activeDeadlineSeconds\":5}}"),
                Sample.of(
                        "PATCH",
                        TARGET + dryRun,
                        "application/strategic-merge-patch+json",
                        STRATEGIC),
                Sample.of(
                        "PATCH",
                        TARGET + dryRun + "&fieldManager=fuzz&force=true",
                        "application/apply-patch+yaml",
                        APPLY),
                Sample.of(
                        "DELETE",
                        TARGET + dryRun,
                        "application/json",
                        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0,\"propagationPolicy\":\"Orphan\",\"dryRun\":[\"All\"]}"));
    }

    private static HttpRequest.Builder request(TestServer server, String path) {
        return HttpRequest.newBuilder(server.uri(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + TestServer.TOKEN);
    }

    private static HttpResponse<String> send(
            TestServer server, HttpClient client, Sample sample, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(server, sample.path())
                        .header("Content-Type", sample.type())
                        .method(sample.method(), BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String shown(Sample sample, byte[] body) {
        return sample.type().contains("protobuf")
                ? Base64.getEncoder().encodeToString(body)
                : new String(body, StandardCharsets.UTF_8);
    }
}
