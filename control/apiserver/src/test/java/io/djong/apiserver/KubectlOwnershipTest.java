package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Server-side apply and managed fields as users of kubectl meet them.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
class KubectlOwnershipTest {

    private static final String OWNERS =
            "jsonpath={range .metadata.managedFields[*]}{.manager}/{.operation}/{.subresource} {end}";

    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              replicas: 3
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  containers:
                  - name: web
                    image: web:1
            """;

    private static final String SETTINGS =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: settings
            data:
              colour: blue
            """;

    @TempDir private Path directory = Path.of("");
    private Kubectl kubectl;

    @SuppressWarnings("NullAway") // set before each test
    KubectlOwnershipTest() {}

    @BeforeEach
    void start() {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on the path");
        kubectl = new Kubectl(directory);
        kubectl.write("web.yaml", WEB);
        kubectl.write("settings.yaml", SETTINGS);
    }

    @AfterEach
    void stop() {
        if (kubectl != null) {
            kubectl.close();
        }
    }

    private String owners(String object) {
        return kubectl.run("get", object, "-o", OWNERS).strip();
    }

    @Test
    void appliesOnTheServer() {
        String said = kubectl.run("apply", "--server-side", "-f", "web.yaml");

        assertThat(said).contains("deployment.apps/web serverside-applied");
        assertThat(owners("deploy/web")).isEqualTo("kubectl/Apply/");
    }

    @Test
    void showsManagedFieldsOnlyWhenAsked() {
        kubectl.run("apply", "--server-side", "-f", "settings.yaml");

        assertThat(kubectl.run("get", "cm", "settings", "-o", "yaml")).doesNotContain("f:colour");
        assertThat(kubectl.run("get", "cm", "settings", "-o", "yaml", "--show-managed-fields"))
                .contains("f:colour", "manager: kubectl", "operation: Apply");
    }

    @Test
    void tellsUsersOfConflictsAndLetsThemForce() {
        kubectl.run("apply", "--server-side", "-f", "settings.yaml");
        kubectl.write("settings.yaml", SETTINGS.replace("blue", "red"));

        var refused =
                kubectl.tryTo(
                        Map.of(),
                        "apply",
                        "--server-side",
                        "--field-manager=painter",
                        "-f",
                        "settings.yaml");
        kubectl.run(
                "apply",
                "--server-side",
                "--field-manager=painter",
                "--force-conflicts",
                "-f",
                "settings.yaml");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .contains(
                        "Apply failed with 1 conflict: conflict with \"kubectl\": .data.colour",
                        "Please review the fields above");
        assertThat(kubectl.run("get", "cm", "settings", "-o", "jsonpath={.data.colour}"))
                .isEqualTo("red");
        assertThat(owners("cm/settings")).isEqualTo("painter/Apply/");
    }

    @Test
    void showsWhatAnApplyWouldChange() {
        kubectl.run("apply", "--server-side", "-f", "settings.yaml");

        var same = kubectl.tryTo(Map.of(), "diff", "--server-side", "-f", "settings.yaml");
        kubectl.write("settings.yaml", SETTINGS.replace("blue", "red"));
        var other = kubectl.tryTo(Map.of(), "diff", "--server-side", "-f", "settings.yaml");

        assertThat(same).isEqualTo(new Kubectl.Result(0, ""));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.output()).contains("-  colour: blue", "+  colour: red");
    }

    @Test
    void takesOverWhatWasAppliedOnTheClientsSide() {
        kubectl.run("apply", "-f", "settings.yaml");
        String before = owners("cm/settings");

        kubectl.run("apply", "--server-side", "-f", "settings.yaml");
        kubectl.write("settings.yaml", SETTINGS.replace("colour: blue", "shape: round"));
        kubectl.run("apply", "--server-side", "-f", "settings.yaml");

        assertThat(before).isEqualTo("kubectl-client-side-apply/Update/");
        assertThat(kubectl.run("get", "cm", "settings", "-o", "jsonpath={.data}"))
                .isEqualTo("{\"shape\":\"round\"}");
    }

    @Test
    void ownsWhatEditLabelAndAnnotateChange() {
        kubectl.run("apply", "--server-side", "-f", "settings.yaml");

        kubectl.tryTo(Map.of("KUBE_EDITOR", "sed -i s/blue/red/"), "edit", "cm", "settings")
                .orFail();
        kubectl.run("label", "cm", "settings", "tier=front");
        kubectl.run("annotate", "cm", "settings", "by=hand");

        assertThat(owners("cm/settings"))
                .contains(
                        "kubectl-edit/Update/",
                        "kubectl-label/Update/",
                        "kubectl-annotate/Update/");
        assertThat(kubectl.run("get", "cm", "settings", "-o", "jsonpath={.data.colour}"))
                .isEqualTo("red");
    }

    @Test
    void handsTheReplicasToWhoeverScales() {
        kubectl.run("apply", "--server-side", "-f", "web.yaml");

        kubectl.run("scale", "deploy/web", "--replicas=5");
        var refused = kubectl.tryTo(Map.of(), "apply", "--server-side", "-f", "web.yaml");
        kubectl.write("web.yaml", WEB.replace("  replicas: 3\n", ""));
        kubectl.run("apply", "--server-side", "-f", "web.yaml");

        assertThat(refused.output())
                .contains(
                        "conflict with \"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas");
        assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("5");
    }
}
