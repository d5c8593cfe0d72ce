package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.audit.AuditPolicy;
import io.djong.apiserver.audit.AuditSink;
import io.djong.apiserver.audit.AuditTrail;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Fairness and audit, over connections.
class SafetyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String[] AS_ALICE = {"Authorization", "Bearer alice"};

    private static final String LEVELS =
            "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations";

    private static final String SCHEMAS = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";

    private record Kept(BlockingQueue<Fields> events) implements AuditSink {
        @Override
        public boolean accept(Fields event) {
            return events.add(Json.parseObject(Json.write(event)));
        }

        @Override
        public void close() {}

        Fields next() throws InterruptedException {
            return Objects.requireNonNull(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private static AuditPolicy policy(String yaml) {
        return AuditPolicy.parse(
                (Fields) Objects.requireNonNull(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void answersNameFlowSchemaAndLevel() {
        try (TestServer server = new TestServer()) {
            String schema = server.get(SCHEMAS + "/global-default").metadata().string("uid");
            String level = server.get(LEVELS + "/global-default").metadata().string("uid");
            TestServer.Answer answer = server.send("GET", "/version", null, AS_ALICE);
            assertThat(answer.raw().headers().firstValue("X-Kubernetes-PF-FlowSchema-UID"))
                    .hasValue(schema);
            assertThat(answer.raw().headers().firstValue("X-Kubernetes-PF-PriorityLevel-UID"))
                    .hasValue(level);
            assertThat(server.get("/metrics").text())
                    .contains(
                            "apiserver_flowcontrol_dispatched_requests_total{flow_schema=\"global-default\",priority_level=\"global-default\"} 1");
        }
    }

    @Test
    void levelWithoutSeatsTurnsItsUsersAwayUntilItsFlowSchemaGoes() {
        try (TestServer server = new TestServer()) {
            String level =
                    """
                    {"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"none"},
                     "spec":{"type":"Limited","limited":{"nominalConcurrencyShares":0,"limitResponse":{"type":"Reject"}}}}
                    """;
            String schema =
                    """
                    {"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"alice"},
                     "spec":{"priorityLevelConfiguration":{"name":"none"},"matchingPrecedence":50,
                      "rules":[{"subjects":[{"kind":"User","user":{"name":"alice"}}],
                       "nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["/version"]}]}]}}
                    """;
            assertThat(server.post(LEVELS, level).status()).isEqualTo(201);
            assertThat(server.post(SCHEMAS, schema).status()).isEqualTo(201);
            TestServer.Answer refused = server.send("GET", "/version", null, AS_ALICE);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).isEqualTo("Too many requests, please try again later.\n");
            assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("1");
            assertThat(server.get("/version").status()).isEqualTo(200);
            assertThat(server.delete(SCHEMAS + "/alice").status()).isEqualTo(200);
            assertThat(server.send("GET", "/version", null, AS_ALICE).status()).isEqualTo(200);
        }
    }

    @Test
    void auditWritesWhatThePolicyWants() throws InterruptedException {
        Kept kept = new Kept(new LinkedBlockingQueue<>());
        AuditPolicy policy =
                policy(
                        """
                        apiVersion: audit.k8s.io/v1
                        kind: Policy
                        omitStages: [RequestReceived]
                        omitManagedFields: true
                        rules:
                        - level: RequestResponse
                          resources: [{group: "", resources: [configmaps]}]
                        - level: Metadata
                          users: [alice]
                        """);
        ApiServerConfig config = ApiServerConfig.defaults().withAudit(new AuditTrail(policy, kept));
        try (TestServer server = new TestServer(config)) {
            TestServer.Answer created =
                    server.post(
                            "/api/v1/namespaces/default/configmaps",
                            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
            assertThat(created.status()).isEqualTo(201);
            Fields event = kept.next();
            assertThat(event.string("stage")).isEqualTo("ResponseComplete");
            assertThat(event.string("auditID"))
                    .isEqualTo(created.raw().headers().firstValue("Audit-Id").orElse(""));
            assertThat(event.string("verb")).isEqualTo("create");
            assertThat(event.fields("user").string("username")).isEqualTo("admin");
            assertThat(event.fields("objectRef").string("name")).isEqualTo("a");
            assertThat(event.fields("responseStatus").integer("code")).isEqualTo(201);
            assertThat(event.fields("requestObject").fields("data").string("k")).isEqualTo("v");
            assertThat(event.fields("responseObject").fields("metadata").has("managedFields"))
                    .isFalse();
            assertThat(event.fields("annotations").string("authorization.k8s.io/decision"))
                    .isEqualTo("allow");
            server.send("GET", "/api/v1/namespaces/default/secrets?limit=1", null, AS_ALICE);
            Fields refused = kept.next();
            assertThat(refused.string("requestURI"))
                    .isEqualTo("/api/v1/namespaces/default/secrets?limit=1");
            assertThat(refused.string("level")).isEqualTo("Metadata");
            assertThat(refused.fields("responseStatus").string("reason")).isEqualTo("Forbidden");
            assertThat(refused.fields("annotations").string("authorization.k8s.io/decision"))
                    .isEqualTo("forbid");
            assertThat(refused.list("sourceIPs")).isEqualTo(List.of("127.0.0.1"));
        }
        assertThat(kept.events).isEmpty();
    }
}
