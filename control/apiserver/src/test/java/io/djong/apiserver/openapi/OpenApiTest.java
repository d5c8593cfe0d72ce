package io.djong.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.paths.PathHandlers;
import io.djong.apiserver.requests.Body;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Parameters;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.apiserver.resources.Resource;
import io.djong.http.Headers;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenApiTest {

    private static final Resources RESOURCES = new Resources(Resources.ALL);
    private static final DocumentStore DOCUMENTS =
            new DocumentStore(() -> RESOURCES, "v1.36.0", MoreDefinitions.NONE);
    private static final Fields V2 = Json.parseObject(DOCUMENTS.v2(Encoding.JSON).unpacked());

    private final PathHandlers paths = new PathHandlers();

    OpenApiTest() {
        new OpenApi(() -> RESOURCES, "v1.36.0", MoreDefinitions.NONE, Clock.system()).addTo(paths);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(dangling(V2)).isEmpty();
        for (String name : DOCUMENTS.names()) {
            assertThat(dangling(v3(name))).as(name).isEmpty();
        }
    }

    @Test
    void everyResourceHasItsPathsAndKind() {
        for (Resource resource : RESOURCES.all()) {
            Fields document = v3(GroupNames.root(resource.groupVersion()).substring(1));
            String path = ResourcePaths.collection(resource);
            Fields expected = ResourcePaths.kind(resource);

            Fields item = document.fields("paths").fields(path);

            for (Object operation : item.values()) {
                if (operation instanceof Fields fields) {
                    assertThat(fields.value("x-kubernetes-group-version-kind")).isEqualTo(expected);
                }
            }
            assertThat(item.has("post")).as(path).isEqualTo(resource.allows("create"));
            assertThat(item.has("get")).as(path).isEqualTo(resource.allows("list"));
            Fields definition =
                    document.fields("components")
                            .fields("schemas")
                            .fields(resource.facts().typeName());
            assertThat(definition.list("x-kubernetes-group-version-kind")).contains(expected);
        }
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        List<String> ids = new ArrayList<>();
        Fields items = V2.fields("paths");
        for (String path : items.keySet()) {
            for (Object operation : items.fields(path).values()) {
                if (operation instanceof Fields fields) {
                    ids.add(fields.string("operationId"));
                }
            }
        }

        assertThat(ids).doesNotContain("").doesNotHaveDuplicates();
        assertThat(ids)
                .contains(
                        "listCoreV1NamespacedPod",
                        "listCoreV1PodForAllNamespaces",
                        "deleteCoreV1CollectionNamespacedPod",
                        "readAppsV1NamespacedDeploymentScale",
                        "replaceRbacAuthorizationV1ClusterRole",
                        "createCoreV1NamespacedPodEviction",
                        "connectCoreV1GetNamespacedPodExec",
                        "connectCoreV1OptionsNodeProxyWithPath",
                        "readCoreV1NamespacedPodLog",
                        "watchFlowcontrolApiserverV1FlowSchemaList");
    }

    /// kubectl leaves validation to the server when it finds this parameter at the kind's PATCH.
    @Test
    void patchesTellThatTheyValidateFields() {
        Fields patch =
                v3("apis/apps/v1")
                        .fields("paths")
                        .fields("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
                        .fields("patch");

        assertThat(patch.list("parameters"))
                .extracting(parameter -> ((Fields) parameter).string("name"))
                .contains("dryRun", "fieldManager", "fieldValidation", "force");
        assertThat(patch.fields("requestBody").fields("content").keySet())
                .containsExactlyInAnyOrder(
                        "application/json-patch+json",
                        "application/merge-patch+json",
                        "application/strategic-merge-patch+json",
                        "application/apply-patch+yaml");
    }

    @Test
    void propertiesTellHowTheyMerge() {
        Fields spec = definition("io.k8s.api.core.v1.PodSpec");
        Fields containers = spec.fields("properties").fields("containers");

        assertThat(spec.list("required")).containsExactly("containers");
        assertThat(containers.list("x-kubernetes-list-map-keys")).containsExactly("name");
        assertThat(containers.string("x-kubernetes-list-type")).isEqualTo("map");
        assertThat(containers.string("x-kubernetes-patch-merge-key")).isEqualTo("name");
        assertThat(containers.string("x-kubernetes-patch-strategy")).isEqualTo("merge");
        assertThat(definition("io.k8s.api.core.v1.NodeSelector").string("x-kubernetes-map-type"))
                .isEqualTo("atomic");
    }

    @Test
    void thirdEditionTellsZerosChoicesAndSets() {
        Fields schemas = v3("api/v1").fields("components").fields("schemas");
        Fields port = schemas.fields("io.k8s.api.core.v1.ContainerPort").fields("properties");
        Fields spec = schemas.fields("io.k8s.api.core.v1.PodSpec").fields("properties");

        assertThat(port.fields("containerPort").value("default")).isEqualTo(0L);
        assertThat(port.fields("protocol").value("default")).isEqualTo("TCP");
        assertThat(port.fields("hostPort").has("default")).isFalse();
        assertThat(spec.fields("restartPolicy").list("enum"))
                .containsExactly("Always", "Never", "OnFailure");
        assertThat(spec.fields("securityContext").list("allOf")).hasSize(1);
        assertThat(schemas.fields("io.k8s.apimachinery.pkg.util.intstr.IntOrString").list("oneOf"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "io.k8s.api.apps.v1.DeploymentSpec, replicas, Number of desired pods",
        "io.k8s.api.core.v1.PodSpec, restartPolicy, Restart policy for all containers",
        "io.k8s.api.core.v1.Container, image, Container image name",
        "io.k8s.api.rbac.v1.PolicyRule, verbs, Verbs is a list of Verbs",
        "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta, finalizers, Must be empty before",
        "io.k8s.api.core.v1.Pod, spec, What is wanted of the Pod",
        "io.k8s.api.apps.v1.DeploymentSpec, strategy, DeploymentStrategy describes",
    })
    void fieldsAreExplained(String type, String field, String beginning) {
        String text = definition(type).fields("properties").fields(field).string("description");

        assertThat(text).startsWith(beginning);
    }

    @Test
    void nearlyEveryFieldIsExplained() {
        int all = 0;
        List<String> silent = new ArrayList<>();
        for (String type : V2.fields("definitions").keySet()) {
            Fields properties = definition(type).fields("properties");
            for (String field : properties.keySet()) {
                all++;
                if (properties.fields(field).string("description").isEmpty()) {
                    silent.add(type + "." + field);
                }
            }
        }

        assertThat(all).isGreaterThan(1_500);
        assertThat(silent).hasSizeLessThan(all / 50);
    }

    @ParameterizedTest
    @EnumSource(Edition.class)
    void protobufHasTheSameAsJson(Edition edition) {
        boolean isV2 = edition == Edition.V2;
        byte[] message =
                isV2
                        ? DOCUMENTS.v2(Encoding.PROTOBUF).unpacked()
                        : found("apis/apps/v1", Encoding.PROTOBUF).unpacked();
        Fields json = isV2 ? V2 : v3("apis/apps/v1");
        Fields definitions =
                isV2 ? json.fields("definitions") : json.fields("components").fields("schemas");

        List<byte[]> paths =
                isV2 ? GnosticReader.find(message, 8, 2, 1) : GnosticReader.find(message, 4, 1, 1);
        List<byte[]> types =
                isV2
                        ? GnosticReader.find(message, 9, 1, 1)
                        : GnosticReader.find(message, 5, 1, 1, 1);
        List<byte[]> descriptions =
                isV2
                        ? GnosticReader.find(message, 9, 1, 2, 25, 1, 2, 4)
                        : GnosticReader.find(message, 5, 1, 1, 2, 1, 31, 1, 2, 1, 34);

        assertThat(texts(paths)).containsExactlyElementsOf(json.fields("paths").keySet());
        assertThat(texts(types)).containsExactlyElementsOf(definitions.keySet());
        assertThat(texts(descriptions)).containsExactlyElementsOf(propertyTexts(definitions));
    }

    @Test
    void theIndexNamesEveryDocumentByItsHash() {
        Fields index = Json.parseObject(raw(get("/openapi/v3", "", "")).body()).fields("paths");

        assertThat(index.keySet()).contains("api/v1", "apis/apps", "apis/apps/v1", "version");
        String url = index.fields("apis/apps/v1").string("serverRelativeURL");
        String hash = url.substring(url.indexOf('=') + 1);
        Reply.Raw known = raw(get("/openapi/v3/apis/apps/v1", hash, ""));
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.headers().first("cache-control")).isEqualTo("public, immutable");
        assertThat(known.headers().first("etag")).isEqualTo('"' + hash + '"');
        Reply.Raw outdated = raw(get("/openapi/v3/apis/apps/v1", "0", ""));
        assertThat(outdated.status()).isEqualTo(301);
        assertThat(outdated.headers().first("location")).isEqualTo(url);
    }

    @Test
    void answersInTheFormThatTheClientNames() {
        Reply.Raw protobuf =
                raw(
                        get(
                                "/openapi/v2",
                                "",
                                "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"));
        Reply.Raw json = raw(get("/openapi/v2", "", "application/json"));
        Reply.Raw nothing = raw(get("/openapi/v2", "", "text/html"));

        assertThat(protobuf.contentType())
                .isEqualTo("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
        assertThat(json.contentType()).isEqualTo("application/json");
        assertThat(nothing.status()).isEqualTo(406);
    }

    @Test
    void hashesTellDocumentsApart() {
        assertThat(DOCUMENTS.names().stream().map(DOCUMENTS::hash)).doesNotHaveDuplicates();
        assertThat(
                        new DocumentStore(() -> RESOURCES, "v1.37.0", MoreDefinitions.NONE)
                                .hash("api/v1"))
                .isNotEqualTo(DOCUMENTS.hash("api/v1"));
    }

    @Test
    void typesFromElsewhereAreDescribedToo() {
        Resource pods = RESOURCES.all().getFirst();
        MoreDefinitions more =
                (name, prefix) ->
                        name.equals(pods.facts().typeName())
                                ? Fields.of("$ref", prefix + "io.k8s.api.core.v1.Node")
                                : null;
        DocumentStore documents =
                new DocumentStore(() -> new Resources(List.of(pods)), "v1.36.0", more);

        Packed document = Objects.requireNonNull(documents.find("api/v1", Encoding.JSON));

        Fields schemas =
                Json.parseObject(document.unpacked()).fields("components").fields("schemas");
        assertThat(schemas.fields(pods.facts().typeName()).has("$ref")).isTrue();
        assertThat(schemas.has("io.k8s.api.core.v1.NodeSpec")).isTrue();
    }

    private static Fields definition(String type) {
        return V2.fields("definitions").fields(type);
    }

    private static Fields v3(String name) {
        return Json.parseObject(found(name, Encoding.JSON).unpacked());
    }

    private static Packed found(String name, Encoding encoding) {
        return Objects.requireNonNull(DOCUMENTS.find(name, encoding), name);
    }

    private Reply get(String path, String hash, String accept) {
        Parameters query =
                new Parameters(hash.isEmpty() ? Map.of() : Map.of("hash", List.of(hash)));
        return paths.serve(
                new Call(
                        "GET",
                        path,
                        RequestInfo.of("GET", List.of(path.substring(1).split("/")), query),
                        query,
                        accept.isEmpty() ? Headers.of() : Headers.of("Accept", accept),
                        new Body.None(),
                        null));
    }

    private static Reply.Raw raw(Reply reply) {
        return (Reply.Raw) reply;
    }

    private static List<String> texts(List<byte[]> values) {
        return values.stream().map(value -> new String(value, StandardCharsets.UTF_8)).toList();
    }

    private static List<String> propertyTexts(Fields definitions) {
        List<String> texts = new ArrayList<>();
        for (String type : definitions.keySet()) {
            Fields properties = definitions.fields(type).fields("properties");
            for (String field : properties.keySet()) {
                String text = properties.fields(field).string("description");
                if (!text.isEmpty()) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static Set<String> dangling(Fields document) {
        Set<String> references = new HashSet<>();
        collect(document, references);
        references.removeIf(reference -> document.at(reference.substring(2).split("/")) != null);
        return references;
    }

    private static void collect(Object value, Set<String> references) {
        switch (value) {
            case Fields fields -> {
                if (fields.value("$ref") instanceof String reference) {
                    references.add(reference);
                }
                fields.values().forEach(one -> collect(one, references));
            }
            case List<?> list -> list.forEach(one -> collect(one, references));
            case null, default -> {}
        }
    }
}
