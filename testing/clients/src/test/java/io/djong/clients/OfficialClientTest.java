package io.djong.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubernetes.client.ProtoClient;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.Watchable;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.options.ListOptions;
import io.kubernetes.client.util.generic.options.PatchOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official Java client, over OkHttp.
class OfficialClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";

    @TempDir private static Path directory;
    private static LiveServer server;
    private static ApiClient client;
    private static CoreV1Api core;
    private static GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps;

    @BeforeAll
    static void start() throws IOException {
        server = LiveServer.start(directory);
        client = Config.fromConfig(new StringReader(server.kubeconfig()));
        core = new CoreV1Api(client);
        maps =
                new GenericKubernetesApi<>(
                        V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static V1ConfigMap map(String name, String value) {
        return new V1ConfigMap()
                .apiVersion("v1")
                .kind("ConfigMap")
                .metadata(
                        new V1ObjectMeta()
                                .name(name)
                                .namespace(NAMESPACE)
                                .labels(Map.of("app", name)))
                .data(Map.of("key", value));
    }

    @Test
    void objectsAreCreatedListedReplacedAndDeleted() throws ApiException {
        V1ConfigMap created = core.createNamespacedConfigMap(NAMESPACE, map("crud", "a")).execute();
        assertThat(
                        core.listNamespacedConfigMap(NAMESPACE)
                                .labelSelector("app=crud")
                                .execute()
                                .getItems())
                .extracting(V1ConfigMap::getMetadata)
                .containsExactly(created.getMetadata());
        created.setData(Map.of("key", "b"));
        assertThat(core.replaceNamespacedConfigMap("crud", NAMESPACE, created).execute().getData())
                .containsEntry("key", "b");
        assertThatThrownBy(
                        () -> core.replaceNamespacedConfigMap("crud", NAMESPACE, created).execute())
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(409));
        core.deleteNamespacedConfigMap("crud", NAMESPACE).execute();
        assertThatThrownBy(() -> core.readNamespacedConfigMap("crud", NAMESPACE).execute())
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(404));
    }

    @Test
    void watchesSeeChanges() throws Exception {
        ListOptions options = new ListOptions();
        options.setLabelSelector("app=watched");
        V1ConfigMap created = maps.create(map("watched", "a")).throwsApiException().getObject();
        options.setResourceVersion(
                Objects.requireNonNull(created.getMetadata()).getResourceVersion());
        try (Watchable<V1ConfigMap> watch = maps.watch(NAMESPACE, options)) {
            created.setData(Map.of("key", "b"));
            maps.update(created).throwsApiException();
            maps.delete(NAMESPACE, "watched").throwsApiException();
            var modified = watch.next();
            assertThat(modified.type).isEqualTo("MODIFIED");
            assertThat(modified.object.getData()).containsEntry("key", "b");
            assertThat(watch.next().type).isEqualTo("DELETED");
        }
    }

    @Test
    void informersHoldTheStateOfTheServer() throws ApiException {
        SharedInformerFactory informers = new SharedInformerFactory(client);
        try {
            SharedIndexInformer<V1ConfigMap> informer =
                    informers.sharedIndexInformerFor(maps, V1ConfigMap.class, 0, NAMESPACE);
            informers.startAllRegisteredInformers();
            await().atMost(PATIENCE).until(informer::hasSynced);
            maps.create(map("informed", "a")).throwsApiException();
            await().atMost(PATIENCE)
                    .until(() -> informer.getIndexer().getByKey(NAMESPACE + "/informed") != null);
            maps.delete(NAMESPACE, "informed").throwsApiException();
            await().atMost(PATIENCE)
                    .until(() -> informer.getIndexer().getByKey(NAMESPACE + "/informed") == null);
        } finally {
            informers.stopAllRegisteredInformers();
        }
    }

    @Test
    void patchesOfEveryFormat() throws ApiException {
        maps.create(map("patched", "a")).throwsApiException();
        assertThat(patch(V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"data\":{\"key\":\"b\"}}"))
                .containsEntry("key", "b");
        assertThat(
                        patch(
                                V1Patch.PATCH_FORMAT_JSON_PATCH,
                                "[{\"op\":\"add\",\"path\":\"/data/more\",\"value\":\"c\"}]"))
                .containsEntry("more", "c");
        assertThat(patch(V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH, "{\"data\":{\"key\":null}}"))
                .containsOnly(Map.entry("more", "c"));
    }

    private static @Nullable Map<String, String> patch(String format, String body)
            throws ApiException {
        return maps.patch(NAMESPACE, "patched", format, new V1Patch(body))
                .throwsApiException()
                .getObject()
                .getData();
    }

    @Test
    void applyFindsConflicts() throws ApiException {
        assertThat(apply("alice", "a", false).isSuccess()).isTrue();
        assertThat(apply("bob", "b", false).getHttpStatusCode()).isEqualTo(409);
        assertThat(apply("bob", "b", true).throwsApiException().getObject().getData())
                .containsEntry("key", "b");
    }

    private static io.kubernetes.client.util.generic.KubernetesApiResponse<V1ConfigMap> apply(
            String manager, String value, boolean force) {
        PatchOptions options = new PatchOptions();
        options.setFieldManager(manager);
        options.setForce(force);
        String body =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"applied\"},"
                        + "\"data\":{\"key\":\""
                        + value
                        + "\"}}";
        return maps.patch(
                NAMESPACE, "applied", V1Patch.PATCH_FORMAT_APPLY_YAML, new V1Patch(body), options);
    }

    @Test
    void protobufGoesBothWays() throws ApiException, IOException {
        ProtoClient proto = new ProtoClient(client);
        V1.ConfigMap sent =
                V1.ConfigMap.newBuilder()
                        .setMetadata(
                                Meta.ObjectMeta.newBuilder()
                                        .setName("binary")
                                        .setNamespace(NAMESPACE))
                        .putData("key", "a")
                        .build();
        String path = "/api/v1/namespaces/" + NAMESPACE + "/configmaps";
        V1.ConfigMap created = proto.create(sent, path, "v1", "ConfigMap").object;
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        V1.ConfigMap found =
                proto.<V1.ConfigMap>get(V1.ConfigMap.newBuilder(), path + "/binary").object;
        assertThat(found).isEqualTo(created);
        V1.ConfigMapList listed =
                proto.<V1.ConfigMapList>list(V1.ConfigMapList.newBuilder(), path).object;
        assertThat(listed.getItemsList()).contains(found);
    }
}
