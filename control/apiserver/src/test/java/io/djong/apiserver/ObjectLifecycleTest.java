package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectLifecycleTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final TestServer server = new TestServer();

    @BeforeEach
    void startsEmpty() {
        assertThat(server.get(MAPS).body().list("items")).isEmpty();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void stampsWhatIsCreated() {
        Answer created =
                server.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text())
                .startsWith(
                        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"namespace\":\"default\",\"uid\":\"");
        assertThat(created.metadata().string("uid")).hasSize(36);
        assertThat(created.metadata().string("resourceVersion")).matches("\\d+");
        assertThat(server.get(MAPS + "/a").text()).isEqualTo(created.text());
    }

    @Test
    void refusesASecondOfTheSameName() {
        server.post(MAPS, "{\"metadata\":{\"name\":\"a\"}}");

        Answer second = server.post(MAPS, "{\"metadata\":{\"name\":\"a\"}}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().string("reason")).isEqualTo("AlreadyExists");
        assertThat(second.message()).isEqualTo("configmaps \"a\" already exists");
    }

    @Test
    void makesUpANameFromItsBeginning() {
        Answer created = server.post(MAPS, "{\"metadata\":{\"generateName\":\"run-\"}}");

        assertThat(created.metadata().string("name")).matches("run-[a-z0-9]{5}");
    }

    @Test
    void dryRunLeavesNothingBehind() {
        Answer created = server.post(MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"a\"}}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.metadata().has("resourceVersion")).isFalse();
        assertThat(server.get(MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void refusesAnUpdateOfAnOldVersion() {
        Answer created = server.post(MAPS, "{\"metadata\":{\"name\":\"a\"}}");
        server.merge(MAPS + "/a", "{\"data\":{\"k\":\"v\"}}");

        Answer update =
                server.put(
                        MAPS + "/a",
                        "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"%s\"}}"
                                .formatted(created.metadata().string("resourceVersion")));

        assertThat(update.status()).isEqualTo(409);
        assertThat(update.message())
                .isEqualTo(
                        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again");
    }

    @Test
    void anUpdateThatChangesNothingKeepsTheVersion() {
        Answer created =
                server.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");

        Answer same = server.merge(MAPS + "/a", "{\"data\":{\"k\":\"v\"}}");

        assertThat(same.text()).isEqualTo(created.text());
    }

    @Test
    void saysWhatIsWrongWithAnObject() {
        Answer refused =
                server.post(
                        MAPS,
                        "{\"metadata\":{\"name\":\"a\",\"labels\":{\"x\":\"-bad\"}},\"data\":{\"k y\":\"v\"}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.message())
                .startsWith(
                        "ConfigMap \"a\" is invalid: [metadata.labels: Invalid value: \"-bad\": a valid label must be")
                .contains("data[k y]: Invalid value: \"k y\": a valid config key must consist of");
        assertThat(refused.body().fields("details").list("causes")).hasSize(2);
    }

    @Test
    void warnsOfUnknownFieldsAndRefusesThemWhenStrict() {
        String body = "{\"metadata\":{\"name\":\"a\"},\"dada\":{}}";

        Answer strict = server.post(MAPS + "?fieldValidation=Strict", body);
        Answer warned = server.post(MAPS, body);

        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.message()).endsWith("strict decoding error: unknown field \"dada\"");
        assertThat(warned.status()).isEqualTo(201);
        assertThat(warned.raw().headers().firstValue("warning"))
                .hasValue("299 - \"unknown field \\\"dada\\\"\"");
    }

    @Test
    void staysUntilItsFinalizersAreGone() {
        server.post(MAPS, "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"example.com/x\"]}}");

        Answer deleted = server.delete(MAPS + "/a");

        assertThat(deleted.body().string("kind")).isEqualTo("ConfigMap");
        assertThat(deleted.metadata().has("deletionTimestamp")).isTrue();
        server.merge(MAPS + "/a", "{\"metadata\":{\"finalizers\":null}}");
        assertThat(server.get(MAPS + "/a").status()).isEqualTo(404);
    }

    @Test
    void deletesOnlyTheObjectThatWasMeant() {
        server.post(MAPS, "{\"metadata\":{\"name\":\"a\"}}");

        Answer refused =
                server.send(
                        "DELETE",
                        MAPS + "/a",
                        "{\"preconditions\":{\"uid\":\"11111111-2222-3333-4444-555555555555\"}}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message())
                .startsWith(
                        "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition");
        assertThat(server.delete(MAPS + "/a").body().string("status")).isEqualTo("Success");
    }

    @Test
    void deletesWhatASelectorPicks() {
        server.post(MAPS, "{\"metadata\":{\"name\":\"a\",\"labels\":{\"t\":\"x\"}}}");
        server.post(MAPS, "{\"metadata\":{\"name\":\"b\"}}");

        Answer deleted = server.delete(MAPS + "?labelSelector=t%3Dx");

        assertThat(deleted.body().list("items")).hasSize(1);
        assertThat(server.get(MAPS).body().list("items")).hasSize(1);
    }
}
