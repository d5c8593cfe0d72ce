package io.djong.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Helm, as a library: a release from its installation to its end, with a rollback on the way.
class HelmTest {

    private static final int TIMEOUT_SECONDS = 60;
    private static final String NAMESPACE = "shop";

    @TempDir private Path directory;

    @Test
    void releasesAreInstalledUpgradedRolledBackListedAndUninstalled() throws IOException {
        Path chart = chart();
        try (LiveServer server = LiveServer.start(directory);
                KubernetesClient client =
                        new KubernetesClientBuilder()
                                .withConfig(Config.fromKubeconfig(server.kubeconfig()))
                                .build()) {
            String config = server.kubeconfig();
            Helm helm = new Helm(chart);
            Release installed =
                    helm.install()
                            .withName("web")
                            .withNamespace(NAMESPACE)
                            .createNamespace()
                            .withKubeConfigContents(config)
                            .call();
            assertThat(installed.getStatus()).isEqualTo("deployed");
            assertThat(color(client)).isEqualTo("red");

            Release upgraded =
                    helm.upgrade()
                            .withName("web")
                            .withNamespace(NAMESPACE)
                            .set("color", "blue")
                            .set("patience", 5)
                            .withKubeConfigContents(config)
                            .call();
            assertThat(upgraded.getRevision()).isEqualTo("2");
            assertThat(color(client)).isEqualTo("blue");
            assertThat(patience(client)).isEqualTo(5);

            assertThatThrownBy(() ->
                            helm.upgrade()
                                    .withName("web")
                                    .withNamespace(NAMESPACE)
                                    .set("color", "green")
                                    .set("patience", -1)
                                    .disableOpenApiValidation()
                                    .atomic()
                                    .withTimeout(TIMEOUT_SECONDS)
                                    .withKubeConfigContents(config)
                                    .call())
                    .hasMessageContaining("spec.minReadySeconds: Invalid value: -1");
            assertThat(color(client)).isEqualTo("blue");
            assertThat(patience(client)).isEqualTo(5);

            assertThat(Helm.list().withNamespace(NAMESPACE).withKubeConfigContents(config).call())
                    .singleElement()
                    .satisfies(listed -> {
                        assertThat(listed.getName()).isEqualTo("web");
                        assertThat(listed.getStatus()).isEqualTo("deployed");
                        assertThat(listed.getRevision()).isEqualTo("4");
                    });
            Helm.uninstall("web").withNamespace(NAMESPACE).withKubeConfigContents(config).call();
            assertThat(client.configMaps().inNamespace(NAMESPACE).withName("web").get()).isNull();
            assertThat(Helm.list().withNamespace(NAMESPACE).withKubeConfigContents(config).call())
                    .isEmpty();
        }
    }

    private static @Nullable String color(KubernetesClient client) {
        return client.configMaps()
                .inNamespace(NAMESPACE)
                .withName("web")
                .get()
                .getData()
                .get("color");
    }

    private static int patience(KubernetesClient client) {
        return client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("web")
                .get()
                .getSpec()
                .getMinReadySeconds();
    }

    private Path chart() throws IOException {
        Path chart = directory.resolve("web");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(
                chart.resolve("Chart.yaml"),
                """
                apiVersion: v2
                name: web
                version: 1.2.3
                """);
        Files.writeString(
                chart.resolve("values.yaml"),
                """
                color: red
                patience: 1
                """);
        Files.writeString(
                chart.resolve("templates/all.yaml"),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}
                data:
                  color: {{ .Values.color }}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: {{ .Release.Name }}
                spec:
                  replicas: 0
                  minReadySeconds: {{ .Values.patience }}
                  selector:
                    matchLabels: {app: {{ .Release.Name }}}
                  template:
                    metadata:
                      labels: {app: {{ .Release.Name }}}
                    spec:
                      containers:
                      - name: web
                        image: nginx:1.29
                """);
        return chart;
    }
}
