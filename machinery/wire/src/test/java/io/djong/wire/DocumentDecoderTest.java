package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentDecoderTest {

    private static final StructType POD = type("core.v1.Pod");

    private static StructType type(String name) {
        return Schema.kubernetes().type("io.k8s.api." + name);
    }

    private static Decoded decode(String type, String json) {
        return DocumentDecoder.decode(
                type(type), Json.parseStrict(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "core.v1.ConfigMap| {\"data\":{\"k\":5}}| json: cannot unmarshal number into Go struct field ConfigMap.data of type string",
                "core.v1.ConfigMap| {\"data\":[\"k\"]}| json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string",
                "core.v1.ConfigMap| {\"metadata\":[\"a\"]}| json: cannot unmarshal array into Go struct field ConfigMap.metadata of type v1.ObjectMeta",
                "core.v1.ConfigMap| {\"metadata\":{\"name\":5}}| json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string",
                "core.v1.ConfigMap| {\"immutable\":\"true\"}| json: cannot unmarshal string into Go struct field ConfigMap.immutable of type bool",
                "core.v1.ConfigMap| {\"binaryData\":{\"k\":\"not base64!\"}}| illegal base64 data at input byte 3",
                "core.v1.Secret| {\"data\":{\"k\":\"plain text\"}}| illegal base64 data at input byte 5",
                "core.v1.Secret| {\"data\":{\"k\":\"YQ\"}}| illegal base64 data at input byte 0",
                "apps.v1.Deployment| {\"spec\":{\"replicas\":\"3\"}}| json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
                "apps.v1.Deployment| {\"spec\":{\"replicas\":1.5}}| json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
                "apps.v1.Deployment| {\"spec\":{\"replicas\":99999999999}}| json: cannot unmarshal number 99999999999 into Go struct field DeploymentSpec.spec.replicas of type int32",
                "apps.v1.Deployment| {\"spec\":[]}| json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec",
                "core.v1.Pod| {\"spec\":{\"containers\":{\"name\":\"c\"}}}| json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container",
                "core.v1.Pod| {\"spec\":{\"containers\":[\"c\"]}}| json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container",
                "core.v1.ResourceQuota| {\"spec\":{\"hard\":{\"cpu\":\"1x\"}}}| quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "core.v1.ResourceQuota| {\"spec\":{\"hard\":{\"cpu\":\"1ki\"}}}| unable to parse quantity's suffix",
                "core.v1.ResourceQuota| {\"spec\":{\"hard\":{\"cpu\":true}}}| quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "coordination.v1.Lease| {\"spec\":{\"acquireTime\":\"yesterday\"}}| parsing time \"yesterday\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"yesterday\" as \"2006\"",
                "coordination.v1.Lease| {\"spec\":{\"acquireTime\":\"2001-01-01T00:00:00Z\"}}| parsing time \"2001-01-01T00:00:00Z\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\"",
                "coordination.v1.Lease| {\"spec\":{\"renewTime\":5}}| json: cannot unmarshal number into Go struct field LeaseSpec.spec.renewTime of type string",
                "core.v1.ConfigMap| {\"metadata\":{\"creationTimestamp\":\"2001-13-01T00:00:00Z\"}}| parsing time \"2001-13-01T00:00:00Z\": month out of range",
                "core.v1.Service| {\"spec\":{\"ports\":[{\"targetPort\":true}]}}| json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32",
            })
    void refusesWhatGoRefuses(String type, String json, String message) {
        assertThatThrownBy(() -> decode(type, json))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1000m| 1",
                "1500m| 1500m",
                "0.5| 500m",
                "1024Mi| 1Gi",
                "1025Mi| 1025Mi",
                "1.5Gi| 1536Mi",
                "1e3| 1e3",
                "100Mi| 100Mi",
                "0| 0",
                "00| 0",
                "1.500| 1.500",
                "0.001| 1m",
                "123456789123456789k| 123456789123456789k",
                "-1| -1",
                "100000| 100k",
                "1000000000000000000000| 1000E",
                "0.0000000001| 1n",
                "12Ei| 9223372036854775807",
            })
    void quantitiesAreWrittenAsUpstreamKeepsThem(String sent, String kept) {
        Decoded decoded =
                decode("core.v1.ResourceQuota", "{\"spec\":{\"hard\":{\"cpu\":\"" + sent + "\"}}}");

        assertThat(decoded.tree().at("spec", "hard", "cpu")).isEqualTo(kept);
    }

    @Test
    void whatIsZeroPrintsAsGoPrintsIt() {
        Decoded decoded =
                decode(
                        "apps.v1.Deployment",
                        "{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"\",\"labels\":{}},\"spec\":{\"replicas\":0,\"paused\":false,"
                                + "\"template\":{\"spec\":{\"containers\":[null,{\"name\":\"c\"}],\"volumes\":[]}}}}");

        assertThat(Json.text(decoded.tree()))
                .isEqualTo(
                        "{\"kind\":\"Deployment\",\"metadata\":{},\"spec\":{\"replicas\":0,\"selector\":null,\"template\":{\"metadata\":{},"
                                + "\"spec\":{\"containers\":[{\"name\":\"\",\"resources\":{}},{\"name\":\"c\",\"resources\":{}}]}},"
                                + "\"strategy\":{}},\"status\":{}}");
    }

    @Test
    void complaintsComeInDocumentOrder() {
        Decoded decoded =
                decode(
                        "core.v1.Pod",
                        "{\"metadata\":{\"Name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"image\":\"j\",\"foo\":1}]},"
                                + "\"status\":{\"bar\":1},\"x\":1e999999}");

        assertThat(decoded.complaints())
                .containsExactly(
                        "unknown field \"metadata.Name\"",
                        "duplicate field \"spec.containers[0].image\"",
                        "unknown field \"spec.containers[0].foo\"",
                        "unknown field \"status.bar\"",
                        "unknown field \"x\"");
    }

    @Test
    void aNormalTreeIsReturnedAsItIs() {
        Fields once =
                decode(
                                "core.v1.Pod",
                                "{\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"c\"}]}}")
                        .tree();

        Fields twice = DocumentDecoder.decode(POD, once).tree();

        assertThat(twice).isSameAs(once);
    }

    @Test
    void fieldsComeInTheSchemasOrderWithItsNames() {
        Fields pod =
                decode(
                                "core.v1.Pod",
                                "{\"spec\":{\"nodeName\":\"n\",\"containers\":[]},\"metadata\":{},\"kind\":\"Pod\"}")
                        .tree();

        assertThat(pod.keySet()).containsExactly("kind", "metadata", "spec", "status");
        assertThat(pod.fields("spec").keySet()).containsExactly("containers", "nodeName");
    }

    @Test
    void timesAreWrittenInUtc() {
        Fields pod =
                decode(
                                "core.v1.Pod",
                                "{\"metadata\":{\"creationTimestamp\":\"2001-01-01T01:00:00.5+02:00\"}}")
                        .tree();

        assertThat(pod.fields("metadata").string("creationTimestamp"))
                .isEqualTo("2000-12-31T23:00:00Z");
    }

    @Test
    void conversionsComplainInTheirOwnWords() {
        Fields wrong = Fields.of("data", List.of(1L));

        assertThatThrownBy(() -> DocumentDecoder.convert(type("core.v1.ConfigMap"), wrong))
                .hasMessage("cannot restore map from slice");
        assertThatThrownBy(() ->
                        DocumentDecoder.convert(
                                type("core.v1.ConfigMap"), Fields.of("data", Fields.of("n", 5L))))
                .hasMessage("cannot convert int64 to string");
    }

    @Test
    void noTreeBreaksTheDecoder() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        RandomTrees trees = new RandomTrees(random);
        List<String> names = List.copyOf(new java.util.TreeSet<>(Schema.kubernetes().typeNames()));
        int decoded = 0;
        for (int i = 0; i < 4_000; i++) {
            StructType type = Schema.kubernetes().type(names.get(random.nextInt(names.size())));
            Object damaged = damaged(trees.of(type), random);
            try {
                Fields tree =
                        DocumentDecoder.decode(type, damaged == null ? Fields.EMPTY : damaged)
                                .tree();
                assertThat(DocumentDecoder.decode(type, tree).tree()).isEqualTo(tree);
                decoded++;
            } catch (DecodeException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
        assertThat(decoded).isPositive();
    }

    private static @Nullable Object damaged(@Nullable Object value, RandomGenerator random) {
        if (random.nextInt(30) == 0) {
            return List.of(
                            true,
                            1L,
                            2.5,
                            "x",
                            Fields.EMPTY,
                            TreeList.copyOf(List.of("a", 1L)),
                            Fields.of("k", null))
                    .get(random.nextInt(7));
        }
        if (value instanceof Fields fields) {
            Fields.Builder builder = Fields.builder();
            fields.forEach((name, inner) -> builder.add(name, damaged(inner, random)));
            return builder.build();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(damaged(inner, random)));
            return TreeList.copyOf(copy);
        }
        return value;
    }
}
