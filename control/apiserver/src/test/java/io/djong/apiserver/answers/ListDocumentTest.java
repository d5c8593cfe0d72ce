package io.djong.apiserver.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.storage.StoredObject;
import io.djong.wire.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListDocumentTest {

    private static final int ITEMS = 10_000;

    /// The digits of a revision and what carries them; the objects themselves are of 2 kB.
    private static final long BYTES_PER_ITEM_MAX = 200;

    private static Reply.Many configMaps() {
        Resource resource =
                Resources.ALL.stream()
                        .filter(one -> one.name().equals("configmaps"))
                        .findFirst()
                        .orElseThrow();
        StoredObject object =
                StoredObject.of(
                        Json.parseObject(
                                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{\"pad\":\"%s\"}}"
                                        .formatted("x".repeat(2000))
                                        .getBytes(StandardCharsets.UTF_8)));
        List<Stored> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(new Stored("/registry/configmaps/default/a", object, 100_000 + i));
        }
        return new Reply.Many(resource, items, 200_000, "", null);
    }

    private static long allocatedBy(StreamedBody body) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        body.writeTo((_, _, _) -> {});
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void listsCopyNoObject() throws IOException {
        ListDocument list = new ListDocument(configMaps());
        allocatedBy(list);

        assertThat(allocatedBy(list) / ITEMS).isLessThan(BYTES_PER_ITEM_MAX);
    }

    @Test
    void protobufListsCopyNoMessage() throws IOException {
        Reply.Many many = configMaps();
        List<Stored> same = many.items().stream().map(_ -> many.items().getFirst()).toList();
        ProtobufList list =
                new ProtobufList(new Reply.Many(many.resource(), same, 200_000, "", null));

        assertThat(allocatedBy(list) / ITEMS).isLessThan(BYTES_PER_ITEM_MAX);
    }
}
