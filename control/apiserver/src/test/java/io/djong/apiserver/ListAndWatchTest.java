package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListAndWatchTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void create(String name, String labels) {
        server.post(
                MAPS, "{\"metadata\":{\"name\":\"%s\",\"labels\":{%s}}}".formatted(name, labels));
    }

    private static List<String> names(Answer list) {
        return list.body().list("items").stream()
                .map(item ->
                        ((Fields) Objects.requireNonNull(item)).fields("metadata").string("name"))
                .toList();
    }

    private List<Fields> watch(String query, int events) throws IOException, InterruptedException {
        List<Fields> seen = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                server.stream(MAPS + "?watch=1&" + query),
                                StandardCharsets.UTF_8))) {
            for (int i = 0; i < events; i++) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                seen.add(Json.parseObject(line.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return seen;
    }

    private static List<String> told(List<Fields> events) {
        return events.stream()
                .map(event ->
                        event.string("type")
                                + " "
                                + event.fields("object").fields("metadata").string("name"))
                .toList();
    }

    @Test
    void listsInPagesOfOneRevision() {
        create("a", "");
        create("b", "");
        create("c", "");

        Answer first = server.get(MAPS + "?limit=2");
        create("bb", "");
        Answer second =
                server.get(MAPS + "?limit=2&continue=" + first.metadata().string("continue"));

        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.metadata().integer("remainingItemCount")).isEqualTo(1);
        assertThat(names(second)).containsExactly("c");
        assertThat(second.metadata().has("continue")).isFalse();
        assertThat(second.metadata().string("resourceVersion"))
                .isEqualTo(first.metadata().string("resourceVersion"));
    }

    @Test
    void selectsByLabelsAndFields() {
        create("a", "\"t\":\"x\",\"n\":\"1\"");
        create("b", "\"t\":\"y\",\"n\":\"5\"");
        create("c", "");

        assertThat(names(server.get(MAPS + "?labelSelector=t+in+(x,y),n%3E1")))
                .containsExactly("b");
        assertThat(names(server.get(MAPS + "?labelSelector=!t"))).containsExactly("c");
        assertThat(names(server.get(MAPS + "?fieldSelector=metadata.name!%3Da")))
                .containsExactly("b", "c");
        assertThat(server.get(MAPS + "?fieldSelector=data.k%3Dv").message())
                .isEqualTo(
                        "\"data.k\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    @Test
    void tellsEveryChangeSinceARevisionInOrder() throws Exception {
        String since = server.get(MAPS).metadata().string("resourceVersion");
        create("a", "");
        server.merge(MAPS + "/a", "{\"data\":{\"k\":\"v\"}}");
        create("b", "");
        server.delete(MAPS + "/a");

        List<Fields> events = watch("resourceVersion=" + since, 4);

        assertThat(told(events)).containsExactly("ADDED a", "MODIFIED a", "ADDED b", "DELETED a");
    }

    @Test
    void anObjectThatCeasesToMatchIsDeletedForTheWatcher() throws Exception {
        String since = server.get(MAPS).metadata().string("resourceVersion");
        create("a", "\"t\":\"x\"");
        server.merge(MAPS + "/a", "{\"metadata\":{\"labels\":{\"t\":\"y\"}}}");
        server.merge(MAPS + "/a", "{\"metadata\":{\"labels\":{\"t\":\"x\"}}}");

        List<Fields> events = watch("labelSelector=t%3Dx&resourceVersion=" + since, 3);

        assertThat(told(events)).containsExactly("ADDED a", "DELETED a", "ADDED a");
    }

    @Test
    void marksTheEndOfTheInitialEvents() throws Exception {
        create("a", "");

        List<Fields> events =
                watch(
                        "sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan",
                        2);

        assertThat(told(events)).containsExactly("ADDED a", "BOOKMARK ");
        assertThat(
                        events.get(1)
                                .fields("object")
                                .fields("metadata")
                                .fields("annotations")
                                .string("k8s.io/initial-events-end"))
                .isEqualTo("true");
    }

    @Test
    void aWatchFromDroppedHistoryEndsWithGone() throws Exception {
        create("a", "");
        create("b", "");
        server.server().objects().store().compact(server.server().objects().store().revision());

        List<Fields> events = watch("resourceVersion=1", 2);

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().string("type")).isEqualTo("ERROR");
        assertThat(events.getFirst().fields("object").integer("code")).isEqualTo(410);
        assertThat(events.getFirst().fields("object").string("message"))
                .startsWith("too old resource version: 1 (");
    }

    @Test
    void endsAWatchAfterTheTimeAskedFor() throws Exception {
        assertThat(watch("timeoutSeconds=1", 5)).isEmpty();
    }
}
