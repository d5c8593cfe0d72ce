package io.djong.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.GroupVersion;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private final Schema schema = Schema.kubernetes();

    @Test
    void knowsTheFieldsOfAPod() {
        StructType spec = schema.type("io.k8s.api.core.v1.PodSpec");

        Field containers = Objects.requireNonNull(spec.field("containers"));

        assertThat(containers.number()).isEqualTo(2);
        assertThat(containers.patchMergeKey()).isEqualTo("name");
        assertThat(containers.listType()).isEqualTo(Field.ListType.MAP);
        assertThat(containers.required()).isTrue();
    }

    @Test
    void flattensInlineFields() {
        StructType volume = schema.type("io.k8s.api.core.v1.Volume");

        assertThat(volume.field("emptyDir")).isNotNull();
        assertThat(volume.declared()).hasSize(2);
    }

    @Test
    void parsesEveryType() {
        for (String name : schema.typeNames()) {
            StructType type = schema.type(name);

            assertThat(type.name()).isEqualTo(name);
            assertThat(type.fields()).allSatisfy(field -> assertThat(field.name()).isNotEmpty());
        }
        assertThat(schema.typeNames()).hasSizeGreaterThan(1200);
    }

    @Test
    void namesResourcesAsUrlsDo() {
        assertThat(resource("networking.k8s.io/v1", "NetworkPolicy")).isEqualTo("networkpolicies");
        assertThat(resource("networking.k8s.io/v1", "Ingress")).isEqualTo("ingresses");
        assertThat(resource("v1", "Endpoints")).isEqualTo("endpoints");
        assertThat(resource("storage.k8s.io/v1", "StorageClass")).isEqualTo("storageclasses");
        assertThat(resource("storage.k8s.io/v1", "CSIStorageCapacity"))
                .isEqualTo("csistoragecapacities");
    }

    private String resource(String apiVersion, String kind) {
        return Objects.requireNonNull(schema.kind(GroupVersion.parse(apiVersion), kind)).resource();
    }
}
