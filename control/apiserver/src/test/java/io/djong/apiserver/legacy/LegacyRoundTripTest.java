package io.djong.apiserver.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;
import io.djong.wire.DocumentDecoder;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written in an old version and stored in today's is read back as it was.
final class LegacyRoundTripTest {

    private static final long SEED = 20_260_101;
    private static final int DOCUMENTS = 40;

    /// Kinds where several old documents mean the same, so that one of them comes back for all.
    private static final Set<String> SYNONYMS =
            Set.of(
                    "discovery.k8s.io/v1beta1/EndpointSlice",
                    "apiextensions.k8s.io/v1beta1/CustomResourceDefinition",
                    "rbac.authorization.k8s.io/v1alpha1/RoleBinding",
                    "rbac.authorization.k8s.io/v1alpha1/ClusterRoleBinding");

    static Stream<Resource> old() {
        return Resources.LEGACY.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("old")
    void comesBack(Resource resource) {
        RandomDocuments documents = new RandomDocuments(new Random(SEED));
        StructType stored = resource.conversion().storedType(resource.type());
        for (int i = 0; i < DOCUMENTS; i++) {
            Fields old =
                    canonical(
                            resource.type(),
                            documents.document(
                                    resource.type(), resource.apiVersion(), resource.kind()));
            Fields converted = resource.conversion().toStored(old);
            Fields first = canonical(stored, converted);
            Fields back = canonical(resource.type(), resource.conversion().toServed(first));
            Fields second = canonical(stored, resource.conversion().toStored(back));
            assertThat(second).as("stored again, document %d", i).isEqualTo(first);
            if (!SYNONYMS.contains(resource.facts().toString())) {
                assertThat(back).as("read back, document %d", i).isEqualTo(old);
            }
        }
    }

    private static Fields canonical(StructType type, Fields tree) {
        return DocumentDecoder.decode(type, tree).tree();
    }
}
