package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Webhooks behind TLS, as users write them.
class WebhookTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String KINDS = "/apis/admissionregistration.k8s.io/v1/";

    private final TestServer server = new TestServer();
    private final HookServer hooks;

    WebhookTest(@TempDir Path directory) {
        hooks = new HookServer(directory);
    }

    @BeforeEach
    void makeNamespace() {
        server.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    }

    @AfterEach
    void close() {
        hooks.close();
        server.close();
    }

    private void configure(String resource, Fields... webhooks) {
        Fields configuration =
                Fields.of(
                        "metadata",
                        Fields.of("name", "test"),
                        "webhooks",
                        List.of((Object[]) webhooks));
        Answer answer = server.post(KINDS + resource, Json.text(configuration));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private void mutating(Fields... webhooks) {
        configure("mutatingwebhookconfigurations", webhooks);
    }

    private void validating(Fields... webhooks) {
        configure("validatingwebhookconfigurations", webhooks);
    }

    private Fields hook(String name) {
        Fields rule =
                Fields.of(
                                "apiGroups",
                                List.of(""),
                                "apiVersions",
                                List.of("v1"),
                                "operations",
                                List.of("*"))
                        .with("resources", List.of("configmaps"));
        return Fields.of(
                        "name",
                        name + ".example.com",
                        "clientConfig",
                        Fields.of(
                                "url",
                                "https://127.0.0.1:" + hooks.port() + "/" + name,
                                "caBundle",
                                hooks.caBundle()),
                        "rules",
                        List.of(rule))
                .with("sideEffects", "None")
                .with("admissionReviewVersions", List.of("v1", "v1beta1"));
    }

    private Answer create(String name) {
        return server.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }

    @Test
    void sendsTheWholeReview() {
        hooks.on("/a", HookServer::allowed);
        validating(hook("a"));

        create("one");

        Fields review = hooks.reviews().getFirst();
        Fields request = review.fields("request");
        assertThat(review.string("apiVersion")).isEqualTo("admission.k8s.io/v1");
        assertThat(request.string("operation")).isEqualTo("CREATE");
        assertThat(request.string("name")).isEqualTo("one");
        assertThat(request.string("namespace")).isEqualTo("default");
        assertThat(request.fields("kind"))
                .isEqualTo(Fields.of("group", "", "version", "v1", "kind", "ConfigMap"));
        assertThat(request.fields("requestResource").string("resource")).isEqualTo("configmaps");
        assertThat(request.fields("userInfo").string("username")).isEqualTo("admin");
        assertThat(request.fields("object").string("kind")).isEqualTo("ConfigMap");
        assertThat(request.has("oldObject")).isTrue();
        assertThat(request.value("oldObject")).isNull();
        assertThat(request.fields("options").string("kind")).isEqualTo("CreateOptions");
    }

    @Test
    void refusesWhatAValidatingWebhookDenies() {
        hooks.on(
                "/a",
                request ->
                        HookServer.answer(
                                request,
                                Fields.of(
                                        "allowed",
                                        false,
                                        "status",
                                        Fields.of("code", 403L, "message", "not on my watch"),
                                        "warnings",
                                        List.of("mind the gap"))));
        validating(hook("a"));

        Answer answer = create("one");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message())
                .isEqualTo(
                        "admission webhook \"a.example.com\" denied the request: not on my watch");
        assertThat(answer.raw().headers().firstValue("warning")).contains("299 - \"mind the gap\"");
        assertThat(server.get(CONFIG_MAPS + "/one").status()).isEqualTo(404);
    }

    @Test
    void appliesPatchesInTurn() {
        hooks.on(
                "/a",
                request ->
                        HookServer.patched(
                                request,
                                "[{\"op\":\"add\",\"path\":\"/data\",\"value\":{\"a\":\"1\"}}]"));
        hooks.on(
                "/b",
                request ->
                        HookServer.patched(
                                request,
                                "[{\"op\":\"add\",\"path\":\"/data/b\",\"value\":\"2\"}]"));
        mutating(hook("a"), hook("b"));

        Answer answer = create("one");

        assertThat(answer.body().fields("data")).isEqualTo(Fields.of("a", "1", "b", "2"));
    }

    @Test
    void asksAgainWhenALaterWebhookChangedTheObject() {
        hooks.on("/a", HookServer::allowed);
        hooks.on(
                "/b",
                request ->
                        HookServer.patched(
                                request,
                                "[{\"op\":\"add\",\"path\":\"/data\",\"value\":{\"b\":\"2\"}}]"));
        mutating(hook("a").with("reinvocationPolicy", "IfNeeded"), hook("b"));

        create("one");

        assertThat(hooks.reviews()).hasSize(3);
        assertThat(hooks.reviews().getLast().fields("request").fields("object").fields("data"))
                .isEqualTo(Fields.of("b", "2"));
    }

    @Test
    void goesOnWithoutAWebhookThatFailsOpen() {
        hooks.on("/a", _ -> new HookServer.Reply(500, ""));
        validating(hook("a").with("failurePolicy", "Ignore"));

        assertThat(create("one").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    500 | {}                                                                   | failed to call webhook: an error on the server ("unknown") has prevented the request from succeeding
                    404 | {}                                                                   | failed to call webhook: the server could not find the requested resource
                    200 | {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}        | received invalid webhook response: webhook response was absent
                    """)
    void containsWebhooksThatFail(int status, String body, String why) {
        hooks.on("/a", _ -> new HookServer.Reply(status, body));
        validating(hook("a"));

        Answer answer = create("one");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.message())
                .isEqualTo(
                        "Internal error occurred: failed calling webhook \"a.example.com\": "
                                + why);
    }

    @Test
    void refusesAnAnswerToAnotherQuestion() {
        hooks.on(
                "/a",
                _ ->
                        HookServer.review(
                                "v1", Fields.of("uid", "other"), Fields.of("allowed", true)));
        validating(hook("a"));

        assertThat(create("one").message())
                .contains("expected response.uid=\"")
                .contains("\", got \"other\"");
    }

    @Test
    void speaksTheOldVersion() {
        hooks.on(
                "/a", _ -> HookServer.review("v1beta1", Fields.of("allowed", false), Fields.EMPTY));
        validating(hook("a").with("admissionReviewVersions", List.of("v1beta1")));

        Answer answer = create("one");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo(
                        "admission webhook \"a.example.com\" denied the request without explanation");
        assertThat(hooks.reviews().getFirst().string("apiVersion"))
                .isEqualTo("admission.k8s.io/v1beta1");
    }

    @Test
    void doesNotTrustAStranger() {
        hooks.on("/a", HookServer::allowed);
        Fields hook = hook("a");
        Fields config = hook.fields("clientConfig").without("caBundle");
        validating(hook.with("clientConfig", config));

        assertThat(create("one").message())
                .contains("failed to call webhook: Post \"https://127.0.0.1:")
                .endsWith(
                        "tls: failed to verify certificate: x509: certificate signed by unknown authority");
    }

    @Test
    void givesUpASlowWebhookAndKeepsOthersGoing() {
        CountDownLatch never = new CountDownLatch(1);
        hooks.on(
                "/slow",
                request -> {
                    never.await();
                    return HookServer.allowed(request);
                });
        validating(hook("slow").with("timeoutSeconds", 1L));

        Answer answer = create("one");
        never.countDown();

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.message()).contains("/slow?timeout=1s\": context deadline exceeded");
    }

    @Test
    void usesConnectionsAgain() {
        hooks.on("/a", HookServer::allowed);
        validating(hook("a"));

        for (int i = 0; i < 10; i++) {
            create("map-" + i);
        }

        assertThat(hooks.reviews()).hasSize(10);
        // One is given back a moment after its answer was read, so the next request may need a
        // second one.
        assertThat(hooks.connections()).isLessThanOrEqualTo(3);
    }

    @Test
    void findsServicesByTheirEndpoints() {
        server.post(
                "/api/v1/namespaces/default/services",
                "{\"metadata\":{\"name\":\"hooks\"},\"spec\":{\"ports\":[{\"port\":443}]}}");
        server.post(
                "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                """
                {"metadata":{"name":"hooks-1","labels":{"kubernetes.io/service-name":"hooks"}},"addressType":"IPv4",
                 "endpoints":[{"addresses":["127.0.0.1"],"conditions":{"ready":true}}],"ports":[{"name":"","port":%d}]}
                """
                        .formatted(hooks.port()));
        hooks.on("/a", HookServer::allowed);
        Fields service = Fields.of("name", "hooks", "namespace", "default", "path", "/a");
        validating(
                hook("a")
                        .with(
                                "clientConfig",
                                Fields.of("service", service, "caBundle", hooks.caBundle())));

        Answer answer = create("one");

        assertThat(answer.message())
                .as("the certificate is for 127.0.0.1 only")
                .contains(
                        "Post \"https://hooks.default.svc:443/a?timeout=10s\": tls: failed to verify certificate");
    }

    @Test
    void showsOneVersionOfAnObjectUnderAnother() {
        List<Fields> seen = new ArrayList<>();
        hooks.on(
                "/a",
                request -> {
                    seen.add(request);
                    return HookServer.allowed(request);
                });
        Fields rule =
                Fields.of(
                                "apiGroups",
                                List.of("autoscaling"),
                                "apiVersions",
                                List.of("v1"),
                                "operations",
                                List.of("CREATE"))
                        .with("resources", List.of("horizontalpodautoscalers"));
        validating(hook("a").with("rules", List.of(rule)));

        Answer answer =
                server.post(
                        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
                        """
                        {"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},
                         "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]}}
                        """);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        Fields request = seen.getFirst();
        assertThat(request.fields("kind").string("version")).isEqualTo("v1");
        assertThat(request.fields("requestKind").string("version")).isEqualTo("v2");
        assertThat(
                        request.fields("object")
                                .fields("spec")
                                .integer("targetCPUUtilizationPercentage"))
                .isEqualTo(70);
    }

    @Test
    void leavesTheConfigurationsThemselvesAlone() {
        hooks.on("/a", request -> HookServer.answer(request, Fields.of("allowed", false)));
        Fields rule =
                Fields.of(
                                "apiGroups",
                                List.of("*"),
                                "apiVersions",
                                List.of("*"),
                                "operations",
                                List.of("*"))
                        .with("resources", List.of("*/*"));
        validating(hook("a").with("rules", List.of(rule)));

        Answer answer = server.delete(KINDS + "validatingwebhookconfigurations/test");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(create("one").status()).isEqualTo(201);
    }

    @Test
    void countsCalls() {
        hooks.on("/a", HookServer::allowed);
        validating(hook("a"));

        create("one");

        assertThat(server.get("/metrics").text())
                .contains(
                        "apiserver_admission_webhook_request_total{code=\"200\",name=\"a.example.com\",operation=\"CREATE\",rejected=\"false\",type=\"validating\"} 1");
    }
}
