package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Manifests of years ago, with the real kubectl of several releases.
final class KubectlLegacyTest {

    private static final String MANIFESTS =
            """
            apiVersion: extensions/v1beta1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:1"}]}
            ---
            apiVersion: extensions/v1beta1
            kind: Ingress
            metadata: {name: web}
            spec:
              backend: {serviceName: web, servicePort: http}
              rules:
              - host: example.com
                http: {paths: [{path: /, backend: {serviceName: web, servicePort: 80}}]}
            ---
            apiVersion: batch/v1beta1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec: {restartPolicy: Never, containers: [{name: job, image: "job:1"}]}
            ---
            apiVersion: policy/v1beta1
            kind: PodDisruptionBudget
            metadata: {name: web}
            spec: {minAvailable: 1, selector: {}}
            ---
            apiVersion: autoscaling/v2beta1
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              maxReplicas: 3
              metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 50}}]
            ---
            apiVersion: apiextensions.k8s.io/v1beta1
            kind: CustomResourceDefinition
            metadata: {name: wells.example.com}
            spec:
              group: example.com
              version: v1
              names: {plural: wells, kind: Well}
            """;

    @TempDir Path directory;
    private Kubectl kubectl;

    @BeforeEach
    void start() {
        kubectl = new Kubectl(directory);
    }

    @AfterEach
    void stop() {
        kubectl.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubectl", "kubectl.1.27", "kubectl.1.30", "kubectl.1.33"})
    void oldManifests(String binary) {
        assumeTrue(!Kubectl.path(binary).isEmpty(), "no " + binary);
        Path file = kubectl.write("old.yaml", MANIFESTS);
        String applied =
                kubectl.tryTo(Kubectl.path(binary), Map.of(), "apply", "-f", file.toString())
                        .orFail();
        assertThat(applied)
                .contains(
                        "Warning: extensions/v1beta1 Deployment is deprecated in v1.8+, unavailable in v1.16+; use apps/v1 Deployment",
                        "Warning: extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress",
                        "Warning: batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob",
                        "Warning: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 PodDisruptionBudget",
                        "Warning: autoscaling/v2beta1 HorizontalPodAutoscaler is deprecated in v1.22+, unavailable in v1.25+; use autoscaling/v2 HorizontalPodAutoscaler",
                        "Warning: apiextensions.k8s.io/v1beta1 CustomResourceDefinition is deprecated in v1.16+, unavailable in v1.22+; use apiextensions.k8s.io/v1 CustomResourceDefinition",
                        "ingress.extensions/web created",
                        "cronjob.batch/nightly created");
        assertThat(
                        kubectl.run(
                                "get",
                                "deployment",
                                "web",
                                "-o",
                                "jsonpath={.apiVersion} {.spec.selector.matchLabels.app} {.spec.strategy.rollingUpdate.maxSurge} {.spec.progressDeadlineSeconds}"))
                .isEqualTo("apps/v1 web 1 2147483647");
        assertThat(
                        kubectl.run(
                                "get",
                                "ingress",
                                "web",
                                "-o",
                                "jsonpath={.apiVersion} {.spec.defaultBackend.service.port.name} {.spec.rules[0].http.paths[0].backend.service.port.number} {.spec.rules[0].http.paths[0].pathType}"))
                .isEqualTo("networking.k8s.io/v1 http 80 ImplementationSpecific");
        assertThat(
                        kubectl.run(
                                "get",
                                "ingresses.v1beta1.extensions",
                                "web",
                                "-o",
                                "jsonpath={.spec.backend.servicePort} {.metadata.managedFields[0].apiVersion}",
                                "--show-managed-fields"))
                .contains("http extensions/v1beta1");
        assertThat(
                        kubectl.run(
                                "get",
                                "pdb",
                                "web",
                                "-o",
                                "jsonpath={.spec.selector.matchExpressions[0].operator}"))
                .isEqualTo("Exists");
        assertThat(
                        kubectl.run(
                                "get",
                                "hpa",
                                "web",
                                "-o",
                                "jsonpath={.apiVersion} {.spec.metrics[0].resource.target.averageUtilization}"))
                .isEqualTo("autoscaling/v2 50");
        String again =
                kubectl.tryTo(Kubectl.path(binary), Map.of(), "apply", "-f", file.toString())
                        .orFail();
        assertThat(again)
                .contains("deployment.extensions/web unchanged", "cronjob.batch/nightly unchanged");
        assertThat(
                        kubectl.tryTo(
                                        Kubectl.path(binary),
                                        Map.of(),
                                        "delete",
                                        "-f",
                                        file.toString())
                                .orFail())
                .contains("deployment.extensions \"web\" deleted");
    }
}
