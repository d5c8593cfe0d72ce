package io.djong.controllers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.NamespaceSpec;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.controllers.serviceaccount.RootCaPublisher;
import io.djong.controllers.serviceaccount.ServiceAccountController;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespaceControllerTest {

    private static final ObjectKey A = ObjectKey.of("a");

    private final TestCluster cluster =
            new TestCluster()
                    .with(NamespaceController::create)
                    .with(ServiceAccountController::create)
                    .with(parts -> RootCaPublisher.create(parts, "PEM"));

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
        cluster.client.create(
                Namespace.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("a"))
                        .withSpec(NamespaceSpec.EMPTY.withFinalizers(List.of("kubernetes"))));
        cluster.settle();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void givesANamespaceItsAccountAndCertificate() throws InterruptedException {
        cluster.client.delete(
                ServiceAccount.KIND, ObjectKey.of("a", "default"), DeleteOptions.PLAIN);
        cluster.settle();

        assertThat(cluster.client.find(ServiceAccount.KIND, ObjectKey.of("a", "default")))
                .isPresent();
        assertThat(cluster.client.get(ConfigMap.KIND, ObjectKey.of("a", "kube-root-ca.crt")).data())
                .containsEntry("ca.crt", "PEM");
    }

    @Test
    void emptiesAndEndsADeletedNamespace() throws InterruptedException {
        cluster.client.delete(Namespace.KIND, A, DeleteOptions.PLAIN);
        cluster.settle();

        assertThat(cluster.client.find(Namespace.KIND, A)).isEmpty();
        assertThat(cluster.client.list(ConfigMap.KIND, ListOptions.ALL).items()).isEmpty();
        assertThat(cluster.client.list(ServiceAccount.KIND, ListOptions.ALL).items()).isEmpty();
    }

    @Test
    void saysWhatItWaitsFor() throws InterruptedException {
        Secret secret =
                cluster.client.create(
                        Secret.KIND
                                .empty()
                                .withMetadata(
                                        ObjectMeta.EMPTY
                                                .withName("s")
                                                .withNamespace("a")
                                                .withFinalizers(List.of("example.com/hold"))));

        cluster.client.delete(Namespace.KIND, A, DeleteOptions.PLAIN);
        cluster.settle();

        Namespace waiting = cluster.client.get(Namespace.KIND, A);
        assertThat(waiting.status().phase()).isEqualTo("Terminating");
        assertThat(waiting.status().conditions())
                .anyMatch(condition ->
                        condition.status().equals("True")
                                && condition
                                        .message()
                                        .equals(
                                                "Some resources are remaining: secrets. has 1 resource instances"))
                .anyMatch(condition ->
                        condition
                                .message()
                                .equals(
                                        "Some content in the namespace has finalizers remaining: example.com/hold in 1"
                                                + " resource instances"));
        Secret held = cluster.client.get(Secret.KIND, secret.key());
        cluster.client.update(held.withMetadata(held.metadata().withFinalizers(List.of())));
        cluster.advance(Duration.ofSeconds(10));

        assertThat(cluster.client.find(Namespace.KIND, A)).isEmpty();
    }
}
