package io.djong.wire.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.Json;
import io.djong.wire.Oracle;
import io.djong.wire.managed.ManagedFields.Versions;
import io.djong.wire.managed.ManagedFields.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScaleOwnershipTest {

    private static final StructType SCALE =
            Schema.kubernetes().type("io.k8s.api.autoscaling.v1.Scale");

    private static final Versions VERSIONS =
            new Versions() {
                @Override
                public @Nullable MergeType type(String apiVersion) {
                    return apiVersion.equals("autoscaling/v1") ? MergeType.of(SCALE) : null;
                }

                @Override
                public Fields convert(Fields object, String apiVersion) {
                    return object;
                }

                @Override
                public Fields empty(String apiVersion) {
                    return DocumentDecoder.decode(SCALE, Fields.EMPTY).tree();
                }
            };

    private final ScaleOwnership ownership =
            new ScaleOwnership(Map.of("apps/v1", List.of("spec", "replicas")));

    private static Fields tree(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoScalesTakesTheReplicas() {
        Fields parent =
                tree(
                        "{\"metadata\":{\"uid\":\"u\",\"managedFields\":[{\"manager\":\"a\",\"operation\":\"Apply\",\"apiVersion\":\"apps/v1\","
                                + "\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{},\"f:selector\":{}}}}]},\"spec\":{\"replicas\":3}}");
        Fields scale =
                ownership.toScale(
                        parent, tree("{\"metadata\":{\"uid\":\"u\"},\"spec\":{\"replicas\":3}}"));
        Fields changed = scale.withAt(5L, "spec", "replicas");

        Fields updated =
                ManagedFields.update(
                        VERSIONS,
                        scale,
                        changed,
                        new Writer("z", "autoscaling/v1", "scale"),
                        Instant.EPOCH);
        Fields after = ownership.toParent(parent, updated, "apps/v1");

        assertThat(Json.text(scale.at("metadata", "managedFields")))
                .isEqualTo(
                        "[{\"manager\":\"a\",\"operation\":\"Apply\",\"apiVersion\":\"autoscaling/v1\",\"fieldsType\":\"FieldsV1\","
                                + "\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}}}]");
        assertThat(Json.text(after.at("metadata", "managedFields")))
                .isEqualTo(
                        "[{\"manager\":\"a\",\"operation\":\"Apply\",\"apiVersion\":\"apps/v1\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:spec\":{\"f:selector\":{}}}},"
                                + "{\"manager\":\"z\",\"operation\":\"Update\",\"apiVersion\":\"apps/v1\",\"fieldsType\":\"FieldsV1\","
                                + "\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}},\"subresource\":\"scale\"}]");
    }

    @Test
    void recordedHandoverEndsAsUpstreams() {
        Path oracle = Oracle.folder();
        assumeTrue(oracle != null, "the oracle's records are not beside this checkout");
        List<?> answers =
                Oracle.scenario(Objects.requireNonNull(oracle), "apply/scale-handover")
                        .list("answers");
        Fields parent = ((Fields) Objects.requireNonNull(answers.get(2))).fields("body");
        Fields after = ((Fields) Objects.requireNonNull(answers.get(4))).fields("body");

        Fields scale =
                ownership.toScale(
                        parent, tree("{\"metadata\":{\"uid\":\"u\"},\"spec\":{\"replicas\":3}}"));
        Fields scaled = scale.withAt(5L, "spec", "replicas");
        Fields updated =
                ManagedFields.update(
                        VERSIONS,
                        scale,
                        scaled,
                        new Writer("z", "autoscaling/v1", "scale"),
                        Instant.EPOCH);

        assertThat(ownership.toParent(parent, updated, "apps/v1").at("metadata", "managedFields"))
                .isEqualTo(after.at("metadata", "managedFields"));
    }
}
