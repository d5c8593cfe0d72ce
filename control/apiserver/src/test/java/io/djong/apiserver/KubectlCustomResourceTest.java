package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Custom resources as users of kubectl meet them.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ Custom resource definitions
class KubectlCustomResourceTest {

    private static final String DEFINITION =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: crontabs.stable.example.com
            spec:
              group: stable.example.com
              scope: Namespaced
              names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct]}
              versions:
              - name: v1
                served: true
                storage: true
                additionalPrinterColumns:
                - {name: Spec, type: string, jsonPath: .spec.cronSpec}
                - {name: Replicas, type: integer, jsonPath: .spec.replicas}
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
                schema:
                  openAPIV3Schema:
                    type: object
                    description: Runs something now and then.
                    properties:
                      spec:
                        type: object
                        required: [cronSpec]
                        properties:
                          cronSpec: {type: string, description: When to run it.}
                          image: {type: string}
                          replicas: {type: integer, default: 1, maximum: 10}
                        x-kubernetes-validations:
                        - {rule: "self.replicas != 7", message: not seven}
                      status:
                        type: object
                        properties:
                          replicas: {type: integer}
            """;

    private static final String TAB =
            """
            apiVersion: stable.example.com/v1
            kind: CronTab
            metadata:
              name: my
            spec:
              cronSpec: "* * * * */5"
              image: one
            """;

    @TempDir private Path directory = Path.of("");
    private Kubectl kubectl;

    @SuppressWarnings("NullAway") // set before each test
    KubectlCustomResourceTest() {}

    @BeforeEach
    void start() {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on the path");
        kubectl = new Kubectl(directory);
        kubectl.write("crd.yaml", DEFINITION);
        kubectl.write("tab.yaml", TAB);
        kubectl.run("apply", "-f", "crd.yaml");
        kubectl.run(
                "wait",
                "--for=condition=established",
                "--timeout=30s",
                "crd/crontabs.stable.example.com");
        kubectl.run("apply", "-f", "tab.yaml");
    }

    @AfterEach
    void stop() {
        if (kubectl != null) {
            kubectl.close();
        }
    }

    @Test
    void showsTheColumnsOfTheDefinition() {
        String shown = kubectl.run("get", "ct");

        assertThat(shown.lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly("NAME|SPEC|REPLICAS", "my|* * * * */5|1");
    }

    @Test
    void explainsItsFields() {
        assertThat(kubectl.run("explain", "crontab")).contains("Runs something now and then.");
        assertThat(kubectl.run("explain", "ct.spec.cronSpec"))
                .contains("<string>", "When to run it.");
    }

    @Test
    void scalesPatchesAndEdits() {
        kubectl.run("scale", "--replicas=3", "ct/my");
        kubectl.run("patch", "ct", "my", "--type=merge", "-p", "{\"spec\":{\"image\":\"two\"}}");
        kubectl.tryTo(Map.of("EDITOR", "sed -i s/two/three/"), "edit", "ct", "my").orFail();

        assertThat(kubectl.run("get", "ct", "my", "-o=jsonpath={.spec.replicas} {.spec.image}"))
                .isEqualTo("3 three");
    }

    @Test
    void refusesWhatTheSchemaRefuses() {
        assertThat(patched("{\"spec\":{\"replicas\":30}}"))
                .contains(
                        "spec.replicas: Invalid value: 30: spec.replicas in body should be less than or equal to 10");
        assertThat(patched("{\"spec\":{\"replicas\":7}}"))
                .contains("spec: Invalid value: not seven");
    }

    private String patched(String patch) {
        return kubectl.tryTo(Map.of(), "patch", "ct", "my", "--type=merge", "-p", patch).output();
    }

    @Test
    void deletesInstancesWithTheirDefinition() {
        kubectl.run("delete", "crd", "crontabs.stable.example.com");
        kubectl.run("apply", "-f", "crd.yaml");
        kubectl.run(
                "wait",
                "--for=condition=established",
                "--timeout=30s",
                "crd/crontabs.stable.example.com");

        assertThat(kubectl.run("get", "ct", "--ignore-not-found", "-o=name")).isEmpty();
    }
}
