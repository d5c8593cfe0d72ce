package io.djong.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredObjectTest {

    private static final Fields TREE =
            Json.parseObject(
                    """
                    {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","resourceVersion":"",
                    "annotations":{"odd":"\\"}]{[\\\\","managedFields":"not those"},
                    "managedFields":[{"manager":"m"}]},"data":{"k":"v"}}\
                    """
                            .getBytes(StandardCharsets.UTF_8));

    private static StoredObject recovered() {
        return (StoredObject) StoredObject.FACTORY.value("key", StoredObject.of(TREE).bytes());
    }

    @Test
    void summariesLeaveManagedFieldsOut() {
        assertThat(recovered().summary())
                .isEqualTo(TREE.with("metadata", TREE.fields("metadata").without("managedFields")));
    }

    @Test
    void summariesAreWholeWithoutManagedFields() {
        Fields plain = TREE.with("metadata", TREE.fields("metadata").without("managedFields"));
        StoredObject object =
                (StoredObject) StoredObject.FACTORY.value("key", StoredObject.of(plain).bytes());

        assertThat(object.summary()).isEqualTo(plain);
    }

    @Test
    void protobufIsEncodedOnceARevision() {
        StoredObject object = recovered();
        AtomicInteger encoded = new AtomicInteger();

        for (int i = 0; i < 10; i++) {
            new Stored("key", object, 5).protobuf(_ -> new byte[encoded.incrementAndGet()]);
        }

        assertThat(encoded).hasValue(1);
    }
}
