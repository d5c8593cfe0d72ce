package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepresentationsTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final TestServer server = new TestServer();

    @BeforeEach
    void make() {
        server.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsATable() {
        Answer table =
                server.send(
                        "GET",
                        MAPS,
                        null,
                        "Accept",
                        "application/json;as=Table;v=v1;g=meta.k8s.io");

        assertThat(table.body().string("kind")).isEqualTo("Table");
        assertThat(table.text())
                .contains("\"cells\":[\"a\",1,\"")
                .contains("\"kind\":\"PartialObjectMetadata\"");
    }

    @Test
    void tablesCutFromStoredBytesAreThoseMadeOfTrees() {
        server.post(MAPS, "{\"metadata\":{\"name\":\"b\",\"annotations\":{\"x\":\"\\\"},{\"}}}");
        String table = "application/json;as=Table;v=v1;g=meta.k8s.io";

        for (String included : List.of("", "None", "Metadata", "Object")) {
            String path = MAPS + "?includeObject=" + included;
            Answer cut = server.send("GET", path, null, "Accept", table);
            Answer made = server.send("GET", path, null, "Accept", table + ";pretty=1");

            assertThat(ageless(cut)).isEqualTo(ageless(made));
        }
    }

    /// A second may pass between two requests.
    private static Fields ageless(Answer table) {
        String text = table.text().replaceAll("\"\\d+s\"", "\"age\"");
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void showsMetadataOnly() {
        Answer partial =
                server.send(
                        "GET",
                        MAPS + "/a",
                        null,
                        "Accept",
                        "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");

        assertThat(partial.body().string("kind")).isEqualTo("PartialObjectMetadata");
        assertThat(partial.body().has("data")).isFalse();
    }

    @Test
    void speaksYamlAndProtobuf() {
        Answer yaml = server.send("GET", MAPS + "/a", null, "Accept", "application/yaml");
        Answer proto =
                server.send(
                        "GET", MAPS + "/a", null, "Accept", "application/vnd.kubernetes.protobuf");

        assertThat(yaml.text()).contains("kind: ConfigMap");
        assertThat(proto.raw().body()).startsWith('k', '8', 's', 0);
    }

    @Test
    void refusesWhatItCannotSpeak() {
        Answer refused = server.send("GET", MAPS + "/a", null, "Accept", "text/html");

        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.message()).startsWith("406: Not Acceptable");
    }

    @Test
    void takesYaml() {
        Answer created =
                server.send(
                        "POST",
                        MAPS,
                        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n",
                        "Content-Type",
                        "application/yaml");

        assertThat(created.status()).isEqualTo(201);
    }
}
