package io.djong.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fabric8 client: what applications and operators in Java use most. Its watches come over WebSocket.
class Fabric8Test {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path directory;
    private static LiveServer server;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        server = LiveServer.start(directory);
        client =
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(server.kubeconfig()))
                        .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static String namespace(String name) {
        client.namespaces()
                .resource(
                        new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        return name;
    }

    private static ConfigMap configMap(String namespace, String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("app", name)
                .addToLabels("tier", "test")
                .endMetadata()
                .addToData("key", value)
                .build();
    }

    private static Deployment deployment(String namespace, String name, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage("nginx:1.29")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    @Test
    void objectsAreCreatedReadReplacedAndDeleted() {
        String namespace = namespace("crud");
        ConfigMap created = client.resource(configMap(namespace, "one", "a")).create();
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(client.configMaps().inNamespace(namespace).withName("one").get().getData())
                .containsEntry("key", "a");
        ConfigMap replaced =
                client.resource(new ConfigMapBuilder(created).addToData("key", "b").build())
                        .update();
        assertThat(replaced.getData()).containsEntry("key", "b");
        ConfigMap stale = new ConfigMapBuilder(created).addToData("key", "c").build();
        assertThatThrownBy(() ->
                        client.resource(stale)
                                .lockResourceVersion(created.getMetadata().getResourceVersion())
                                .update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> {
                            assertThat(refused.getCode()).isEqualTo(409);
                            assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
                        });
        assertThatThrownBy(() -> client.resource(configMap(namespace, "one", "a")).create())
                .hasMessageContaining("configmaps \"one\" already exists");
        client.resource(replaced).delete();
        assertThat(client.configMaps().inNamespace(namespace).withName("one").get()).isNull();
    }

    @Test
    void editAddsWhatTheServerReturned() {
        String namespace = namespace("edit");
        client.resource(configMap(namespace, "one", "a")).create();
        ConfigMap edited =
                client.configMaps()
                        .inNamespace(namespace)
                        .withName("one")
                        .edit(found -> new ConfigMapBuilder(found).addToData("more", "x").build());
        assertThat(edited.getData()).containsOnly(Map.entry("key", "a"), Map.entry("more", "x"));
    }

    @Test
    void listsFollowSelectorsAndPages() {
        String namespace = namespace("lists");
        for (String name : List.of("a", "b", "c", "d")) {
            client.resource(configMap(namespace, name, name)).create();
        }
        var maps = client.configMaps().inNamespace(namespace);
        assertThat(names(maps.withLabel("app", "b").list().getItems())).containsExactly("b");
        assertThat(names(maps.withLabelIn("app", "a", "c").list().getItems()))
                .containsExactly("a", "c");
        assertThat(names(maps.withLabel("tier").withoutLabel("app", "a").list().getItems()))
                .containsExactly("b", "c", "d");
        assertThat(names(maps.withField("metadata.name", "d").list().getItems()))
                .containsExactly("d");
        var first = maps.withLabel("tier").list(new ListOptionsBuilder().withLimit(3L).build());
        assertThat(names(first.getItems())).containsExactly("a", "b", "c");
        assertThat(first.getMetadata().getRemainingItemCount()).isNull();
        var rest =
                maps.withLabel("tier")
                        .list(
                                new ListOptionsBuilder()
                                        .withLimit(3L)
                                        .withContinue(first.getMetadata().getContinue())
                                        .build());
        assertThat(names(rest.getItems())).containsExactly("d");
    }

    private static List<String> names(List<ConfigMap> maps) {
        return maps.stream().map(map -> map.getMetadata().getName()).toList();
    }

    @Test
    void watchesSeeEveryChangeInOrder() throws InterruptedException {
        String namespace = namespace("watch");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Watch _ =
                client.configMaps()
                        .inNamespace(namespace)
                        .withLabel("tier", "test")
                        .watch(new Recording(seen))) {
            ConfigMap created = client.resource(configMap(namespace, "one", "a")).create();
            ConfigMap changed =
                    client.resource(new ConfigMapBuilder(created).addToData("key", "b").build())
                            .update();
            client.resource(changed).delete();
            assertThat(next(seen)).isEqualTo("ADDED one a");
            assertThat(next(seen)).isEqualTo("MODIFIED one b");
            assertThat(next(seen)).isEqualTo("DELETED one b");
        }
        assertThat(next(seen)).isEqualTo("closed");
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String event = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return event == null ? "nothing within " + PATIENCE : event;
    }

    private record Recording(BlockingQueue<String> seen) implements Watcher<ConfigMap> {

        @Override
        public void eventReceived(Action action, ConfigMap map) {
            if (!map.getMetadata().getName().equals("kube-root-ca.crt")) {
                seen.add(
                        action
                                + " "
                                + map.getMetadata().getName()
                                + " "
                                + map.getData().get("key"));
            }
        }

        @Override
        public void onClose() {
            seen.add("closed");
        }

        @Override
        public void onClose(WatcherException cause) {
            seen.add("failed " + cause);
        }
    }

    @Test
    void informersHoldTheStateOfTheServer() {
        String namespace = namespace("informers");
        client.resource(configMap(namespace, "before", "a")).create();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (SharedIndexInformer<ConfigMap> informer =
                client.configMaps()
                        .inNamespace(namespace)
                        .withLabel("tier")
                        .inform(new Handling(seen))) {
            assertThat(informer.getStore().getByKey(namespace + "/before")).isNotNull();
            client.resource(configMap(namespace, "after", "b")).create();
            client.configMaps().inNamespace(namespace).withName("before").delete();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(seen).contains("+after", "-before"));
            assertThat(informer.getStore().listKeys()).containsExactly(namespace + "/after");
            assertThat(informer.getIndexer().byIndex("namespace", namespace)).hasSize(1);
        }
    }

    private record Handling(BlockingQueue<String> seen) implements ResourceEventHandler<ConfigMap> {

        @Override
        public void onAdd(ConfigMap map) {
            seen.add("+" + map.getMetadata().getName());
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            seen.add("~" + after.getMetadata().getName());
        }

        @Override
        public void onDelete(ConfigMap map, boolean unknown) {
            seen.add("-" + map.getMetadata().getName());
        }
    }

    @Test
    void everyKindOfPatchDoesItsOwn() {
        String namespace = namespace("patches");
        client.resource(deployment(namespace, "web", 1)).create();
        var web = client.apps().deployments().inNamespace(namespace).withName("web");
        Deployment patched =
                web.patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":1},"
                                + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":2}]");
        assertThat(patched.getSpec().getReplicas()).isEqualTo(2);
        patched =
                web.patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"note\":\"x\"}},\"spec\":{\"replicas\":3}}");
        assertThat(patched.getMetadata().getAnnotations()).containsEntry("note", "x");
        patched =
                web.patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                                + "[{\"name\":\"side\",\"image\":\"busybox\"}]}}}}");
        assertThat(patched.getSpec().getTemplate().getSpec().getContainers())
                .extracting(container -> container.getName())
                .containsExactlyInAnyOrder("side", "web");
        assertThat(patched.getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void serverSideApplyRefusesWhatAnotherManagerOwnsUnlessForced() {
        String namespace = namespace("apply");
        ConfigMap map = configMap(namespace, "one", "a");
        client.resource(map).fieldManager("alice").serverSideApply();
        ConfigMap other = configMap(namespace, "one", "b");
        assertThatThrownBy(() -> client.resource(other).fieldManager("bob").serverSideApply())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> {
                            assertThat(refused.getCode()).isEqualTo(409);
                            assertThat(refused.getStatus().getDetails().getCauses())
                                    .extracting(cause -> cause.getField())
                                    .containsExactly(".data.key");
                        });
        ConfigMap forced =
                client.resource(other).fieldManager("bob").forceConflicts().serverSideApply();
        assertThat(forced.getData()).containsEntry("key", "b");
        assertThat(forced.getMetadata().getManagedFields())
                .extracting(entry -> entry.getManager())
                .containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void deploymentsScaleAndTheirReplicaSetsFollow() {
        String namespace = namespace("scale");
        client.resource(deployment(namespace, "web", 1)).create();
        var web = client.apps().deployments().inNamespace(namespace).withName("web");
        assertThat(web.scale().getSpec().getReplicas()).isEqualTo(1);
        web.scale(3);
        assertThat(web.get().getSpec().getReplicas()).isEqualTo(3);
        await().atMost(PATIENCE)
                .until(() -> client.pods().inNamespace(namespace).list().getItems().size() == 3);
    }

    @Test
    void statusIsItsOwnSubresource() {
        String namespace = namespace("status");
        Pod pod =
                client.resource(
                                new PodBuilder()
                                        .withNewMetadata()
                                        .withName("one")
                                        .withNamespace(namespace)
                                        .endMetadata()
                                        .withNewSpec()
                                        .addNewContainer()
                                        .withName("main")
                                        .withImage("busybox")
                                        .endContainer()
                                        .endSpec()
                                        .build())
                        .create();
        Pod running =
                new PodBuilder(pod).editOrNewStatus().withPhase("Running").endStatus().build();
        assertThat(client.resource(running).update().getStatus().getPhase()).isEqualTo("Pending");
        running.getMetadata().setResourceVersion(null);
        assertThat(client.resource(running).updateStatus().getStatus().getPhase())
                .isEqualTo("Running");
    }

    @Test
    void deletionFollowsItsOptions() {
        String namespace = namespace("deletion");
        client.resource(deployment(namespace, "web", 1)).create();
        var sets = client.apps().replicaSets().inNamespace(namespace);
        await().atMost(PATIENCE).until(() -> sets.list().getItems().size() == 1);
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        await().atMost(PATIENCE)
                .until(() ->
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .isEmpty());
        var left = sets.list().getItems();
        assertThat(left).hasSize(1);
        assertThat(left.getFirst().getMetadata().getOwnerReferences()).isEmpty();
        client.resource(left.getFirst())
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        await().atMost(PATIENCE).until(() -> sets.list().getItems().isEmpty());
        ConfigMap kept = client.resource(configMap(namespace, "kept", "a")).create();
        assertThat(new Preconditions(null, kept.getMetadata().getUid()).getUid()).isNotEmpty();
        assertThatThrownBy(() -> client.resource(kept).lockResourceVersion("1").delete())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(409));
    }
}
