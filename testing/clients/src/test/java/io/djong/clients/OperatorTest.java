package io.djong.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator written with java-operator-sdk at work: from its definition to the clean-up by its finalizer.
class OperatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";

    @TempDir private Path directory;

    @Test
    void operatorsReconcileCustomResources() {
        try (LiveServer server = LiveServer.start(directory);
                KubernetesClient client =
                        new KubernetesClientBuilder()
                                .withConfig(Config.fromKubeconfig(server.kubeconfig()))
                                .build()) {
            define(client);
            WebsiteReconciler reconciler = new WebsiteReconciler();
            Operator operator =
                    new Operator(settings ->
                            settings.withKubernetesClient(client).withCloseClientOnStop(false));
            operator.register(reconciler);
            operator.start();
            try {
                create(client);
                change(client);
                repair(client);
                delete(client, reconciler);
            } finally {
                operator.stop();
            }
        }
    }

    private static void define(KubernetesClient client) {
        client.resource(Website.DEFINITION).create();
        await().atMost(PATIENCE)
                .until(() -> {
                    CustomResourceDefinition found =
                            client.apiextensions()
                                    .v1()
                                    .customResourceDefinitions()
                                    .withName("websites.example.com")
                                    .get();
                    return found.getStatus().getConditions().stream()
                            .anyMatch(condition ->
                                    condition.getType().equals("Established")
                                            && condition.getStatus().equals("True"));
                });
    }

    private static Website site(String html) {
        Website site = new Website();
        site.setMetadata(new ObjectMetaBuilder().withName("blog").withNamespace(NAMESPACE).build());
        Website.Spec spec = new Website.Spec();
        spec.html = html;
        site.setSpec(spec);
        return site;
    }

    private static void create(KubernetesClient client) {
        assertThatThrownBy(() -> client.resource(site("")).create())
                .hasMessageContaining("spec.html");
        client.resource(site("<p>1</p>")).create();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(page(client)).isEqualTo("<p>1</p>"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    Website seen = found(client);
                    assertThat(seen.getStatus()).isNotNull();
                    assertThat(seen.getStatus().page).isEqualTo("blog-page");
                    assertThat(seen.getMetadata().getFinalizers()).hasSize(1);
                });
    }

    private static void change(KubernetesClient client) {
        client.resources(Website.class)
                .inNamespace(NAMESPACE)
                .withName("blog")
                .edit(site -> {
                    site.getSpec().html = "<p>2</p>";
                    return site;
                });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(page(client)).isEqualTo("<p>2</p>"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(found(client).getStatus().observedGeneration)
                                .isEqualTo(found(client).getMetadata().getGeneration()));
    }

    private static void repair(KubernetesClient client) {
        ConfigMap map = client.configMaps().inNamespace(NAMESPACE).withName("blog-page").get();
        client.resource(new ConfigMapBuilder(map).addToData("index.html", "defaced").build())
                .update();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(page(client)).isEqualTo("<p>2</p>"));
    }

    private static void delete(KubernetesClient client, WebsiteReconciler reconciler) {
        client.resource(site("")).delete();
        await().atMost(PATIENCE)
                .until(() ->
                        client.resources(Website.class)
                                        .inNamespace(NAMESPACE)
                                        .withName("blog")
                                        .get()
                                == null);
        assertThat(reconciler.cleaned).contains("blog");
        await().atMost(PATIENCE)
                .until(() ->
                        client.configMaps().inNamespace(NAMESPACE).withName("blog-page").get()
                                == null);
    }

    private static Website found(KubernetesClient client) {
        return client.resources(Website.class).inNamespace(NAMESPACE).withName("blog").get();
    }

    private static @Nullable String page(KubernetesClient client) {
        ConfigMap map = client.configMaps().inNamespace(NAMESPACE).withName("blog-page").get();
        return map == null ? "" : map.getData().get("index.html");
    }
}
