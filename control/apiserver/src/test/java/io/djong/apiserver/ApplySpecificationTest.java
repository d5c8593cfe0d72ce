package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The worked cases of the public description.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
class ApplySpecificationTest {

    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer apply(String path, String manager, String document) {
        return server.send(
                "PATCH",
                path + "?fieldManager=" + manager,
                document,
                "Content-Type",
                "application/apply-patch+yaml");
    }

    private static String deployment(String replicas, String image) {
        return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          %s
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: "%s"}
        """
                .formatted(replicas, image);
    }

    private static String map(String metadata, String data) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: a%s}, data: {%s}}"
                .formatted(metadata, data);
    }

    private static List<String> managers(Answer answer) {
        return answer.metadata().list("managedFields").stream()
                .map(entry -> (Fields) Objects.requireNonNull(entry))
                .map(entry -> entry.string("manager") + " " + entry.string("operation"))
                .toList();
    }

    @Test
    void givesReplicasToAnAutoscalerWithoutAResetInBetween() {
        apply(DEPLOYMENTS + "/web", "user", deployment("replicas: 3", "web:1"));

        apply(
                DEPLOYMENTS + "/web",
                "handover",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3}}");
        apply(DEPLOYMENTS + "/web", "user", deployment("", "web:2"));
        server.merge(
                DEPLOYMENTS + "/web/scale?fieldManager=autoscaler", "{\"spec\":{\"replicas\":9}}");
        Answer left =
                apply(
                        DEPLOYMENTS + "/web",
                        "handover",
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}");

        assertThat(left.body().fields("spec").integer("replicas")).isEqualTo(9);
        assertThat(managers(left)).containsExactly("user Apply", "autoscaler Update");
    }

    @Test
    void sharesAFieldThatTwoApplyAlike() {
        apply(MAPS + "/a", "one", map("", "k: v"));

        Answer shared = apply(MAPS + "/a", "two", map("", "k: v"));
        Answer released =
                apply(MAPS + "/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

        assertThat(shared.status()).isEqualTo(200);
        assertThat(released.body().fields("data").string("k")).isEqualTo("v");
        assertThat(managers(released)).containsExactly("two Apply");
    }

    @Test
    void removesAFieldThatItsLastOwnerLeavesOut() {
        apply(MAPS + "/a", "one", map("", "k: v, x: z"));

        Answer applied = apply(MAPS + "/a", "one", map("", "x: z"));

        assertThat(applied.body().fields("data")).isEqualTo(Fields.of("x", "z"));
    }

    @Test
    void mergesListsByTheirKeys() {
        String service =
                "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{name: %s, port: %d}]}}";
        String path = "/api/v1/namespaces/default/services/s";
        apply(path, "one", service.formatted("http", 80));

        Answer both = apply(path, "two", service.formatted("metrics", 9090));

        assertThat(both.body().fields("spec").list("ports")).hasSize(2);
    }

    @Test
    void replacesAtomicListsAsAWhole() {
        String pod =
                "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {automountServiceAccountToken: false, containers: [{name: c, image: i, args: [%s]}]}}";
        String path = "/api/v1/namespaces/default/pods/p";
        server.post(
                "/api/v1/namespaces/default/serviceaccounts",
                "{\"metadata\":{\"name\":\"default\"}}");
        apply(path, "one", pod.formatted("a, b"));

        Answer refused = apply(path, "two", pod.formatted("c"));

        assertThat(refused.message())
                .isEqualTo(
                        "Apply failed with 1 conflict: conflict with \"one\": .spec.containers[name=\"c\"].args");
    }

    @Test
    void movesAnOldTimeOnlyWhenSomethingChanged() {
        Answer first = apply(MAPS + "/a", "one", map("", "k: v"));

        Answer again = apply(MAPS + "/a", "one", map("", "k: v"));

        assertThat(again.metadata()).isEqualTo(first.metadata());
    }

    @Test
    void resetsManagedFieldsWithOneEmptyEntry() {
        apply(MAPS + "/a", "one", map("", "k: v"));

        Answer reset = server.merge(MAPS + "/a", "{\"metadata\":{\"managedFields\":[{}]}}");

        assertThat(reset.metadata().has("managedFields")).isFalse();
    }

    @Test
    void refusesManagedFieldsInWhatIsApplied() {
        Answer refused = apply(MAPS + "/a", "one", map(", managedFields: [{manager: x}]", ""));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).isEqualTo("metadata.managedFields must be nil");
    }

    @Test
    void needsAManager() {
        Answer refused = apply(MAPS + "/a", "", map("", "k: v"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.message())
                .isEqualTo(
                        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    }

    @Test
    void namesConflictsWithSeveralManagers() {
        apply(MAPS + "/a", "one", map("", "k: v"));
        server.merge(MAPS + "/a?fieldManager=two", "{\"data\":{\"x\":\"y\"}}");

        Answer refused = apply(MAPS + "/a", "three", map("", "k: w, x: z"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message())
                .isEqualTo(
                        """
                        Apply failed with 2 conflicts: conflicts with "one":
                        - .data.k
                        conflicts with "two" using v1:
                        - .data.x\
                        """);
    }

    @Test
    void refusesAConflictingApplyToAScale() {
        apply(DEPLOYMENTS + "/web", "user", deployment("replicas: 3", "web:1"));
        String scale =
                "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: web}, spec: {replicas: %d}}";

        Answer refused = apply(DEPLOYMENTS + "/web/scale", "scaler", scale.formatted(5));
        Answer forced = apply(DEPLOYMENTS + "/web/scale", "scaler&force=true", scale.formatted(5));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"user\": .spec.replicas");
        assertThat(forced.body().fields("spec").integer("replicas")).isEqualTo(5);
        assertThat(managers(server.get(DEPLOYMENTS + "/web")))
                .containsExactlyInAnyOrder("user Apply", "scaler Apply");
    }
}
