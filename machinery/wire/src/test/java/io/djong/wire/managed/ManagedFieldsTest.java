package io.djong.wire.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DecodeException;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.Json;
import io.djong.wire.RandomTrees;
import io.djong.wire.TreeList;
import io.djong.wire.Yaml;
import io.djong.wire.managed.ManagedFields.Applied;
import io.djong.wire.managed.ManagedFields.Conflict;
import io.djong.wire.managed.ManagedFields.Versions;
import io.djong.wire.managed.ManagedFields.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManagedFieldsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final StructType DEPLOYMENT =
            Schema.kubernetes().type("io.k8s.api.apps.v1.Deployment");

    private final Versions versions =
            new Versions() {
                @Override
                public @Nullable MergeType type(String apiVersion) {
                    return apiVersion.equals("apps/v1") ? MergeType.of(DEPLOYMENT) : null;
                }

                @Override
                public Fields convert(Fields object, String apiVersion) {
                    return object;
                }

                @Override
                public Fields empty(String apiVersion) {
                    return DocumentDecoder.decode(DEPLOYMENT, Fields.EMPTY).tree();
                }
            };

    private static Fields tree(String yaml) {
        return (Fields) Objects.requireNonNull(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static Writer by(String manager) {
        return new Writer(manager, "apps/v1", "");
    }

    private Fields apply(@Nullable Fields live, String manager, String yaml) {
        return apply(live, manager, yaml, false, NOW);
    }

    private Fields apply(
            @Nullable Fields live, String manager, String yaml, boolean force, Instant now) {
        Applied applied = ManagedFields.apply(versions, live, tree(yaml), by(manager), force, now);
        assertThat(applied).isInstanceOf(Applied.Merged.class);
        Fields merged = ((Applied.Merged) applied).object();
        return DocumentDecoder.convert(DEPLOYMENT, merged)
                .tree()
                .withAt("some-uid", "metadata", "uid");
    }

    private static String owned(Fields object, String manager) {
        for (Object entry : object.fields("metadata").list("managedFields")) {
            if (entry instanceof Fields fields && fields.string("manager").equals(manager)) {
                return Json.text(fields.value("fieldsV1"));
            }
        }
        return "";
    }

    @Test
    void appliersOwnWhatTheySay() {
        Fields object =
                apply(
                        null,
                        "web",
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 3, template: {spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}}}}");

        assertThat(owned(object, "web"))
                .isEqualTo(
                        "{\"f:spec\":{\"f:replicas\":{},\"f:template\":{\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"c\\\"}\":{\".\":{},\"f:name\":{},"
                                + "\"f:ports\":{\"k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:containerPort\":{}}}}}}}}}");
    }

    @Test
    void othersFieldsAreNotTakenWithoutForce() {
        Fields object =
                apply(null, "web", "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}}");

        Applied refused =
                ManagedFields.apply(
                        versions,
                        object,
                        tree("{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 4}}"),
                        by("scaler"),
                        false,
                        NOW);
        Fields forced =
                apply(
                        object,
                        "scaler",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 4}}",
                        true,
                        NOW);

        assertThat(refused)
                .isEqualTo(
                        new Applied.Conflicts(List.of(new Conflict("\"web\"", ".spec.replicas"))));
        assertThat(((Applied.Conflicts) refused).message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"web\": .spec.replicas");
        assertThat(forced.at("spec", "replicas")).isEqualTo(4L);
        assertThat(owned(forced, "web")).isEmpty();
    }

    @Test
    void updatersAreNamedWithTheirVersion() {
        Fields object =
                apply(
                        null,
                        "web",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {minReadySeconds: 1}}");
        Fields scaled =
                ManagedFields.update(
                        versions,
                        object,
                        object.withAt(5L, "spec", "replicas"),
                        by("kubectl"),
                        NOW);

        Applied refused =
                ManagedFields.apply(
                        versions,
                        scaled,
                        tree("{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 4}}"),
                        by("web"),
                        false,
                        NOW);

        assertThat(refused)
                .isEqualTo(
                        new Applied.Conflicts(
                                List.of(
                                        new Conflict(
                                                "\"kubectl\" using apps/v1", ".spec.replicas"))));
    }

    @Test
    void whatIsAppliedNoMoreIsRemovedUnlessSomebodyElseOwnsIt() {
        Fields object =
                apply(
                        null,
                        "web",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3, minReadySeconds: 2, template: {spec: {containers: [{name: a}, {name: b}]}}}}");
        object =
                apply(
                        object,
                        "other",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}}");

        Fields reapplied =
                apply(
                        object,
                        "web",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: b}]}}}}");

        assertThat(reapplied.at("spec", "replicas")).isEqualTo(3L);
        assertThat(reapplied.fields("spec").has("minReadySeconds")).isFalse();
        assertThat(Json.text(reapplied.at("spec", "template", "spec", "containers")))
                .isEqualTo("[{\"name\":\"b\",\"resources\":{}}]");
    }

    @Test
    void applyingTheSameAgainChangesNothing() {
        String yaml = "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}}";
        Fields object = apply(null, "web", yaml);

        Applied again =
                ManagedFields.apply(
                        versions, object, tree(yaml), by("web"), false, NOW.plusSeconds(60));

        assertThat(((Applied.Merged) again).changed()).isFalse();
        assertThat(((Applied.Merged) again).object().fields("metadata").value("managedFields"))
                .isEqualTo(object.fields("metadata").value("managedFields"));
    }

    @Test
    void mergesListsInTheOrderOfWhatIsApplied() {
        Fields object =
                apply(
                        null,
                        "web",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: a}, {name: b}, {name: c}]}}}}");

        Fields reordered =
                apply(
                        object,
                        "sidecar",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: x}, {name: c}, {name: a}]}}}}");

        assertThat(reordered.fields("spec").fields("template").fields("spec").list("containers"))
                .map(container -> ((Fields) Objects.requireNonNull(container)).string("name"))
                .containsExactlyInAnyOrder("x", "c", "a", "b");
        assertThat(Json.text(reordered.at("spec", "template", "spec", "containers")))
                .matches(".*\"x\".*\"c\".*\"a\".*");
    }

    @Test
    void keepsAtMostTenUpdaters() {
        Fields object =
                ManagedFields.update(
                        versions,
                        null,
                        tree(
                                "{apiVersion: apps/v1, kind: Deployment, metadata: {labels: {k0: v}}}"),
                        by("m0"),
                        NOW);
        object = object.withAt("some-uid", "metadata", "uid");
        for (int i = 1; i < 14; i++) {
            Fields changed = object.withAt("v", "metadata", "labels", "k" + i);
            object =
                    ManagedFields.update(
                            versions, object, changed, by("m" + i), NOW.plusSeconds(i));
        }

        assertThat(object.fields("metadata").list("managedFields")).hasSize(10);
        assertThat(owned(object, "ancient-changes"))
                .contains("f:k0", "f:k1", "f:k2", "f:k3", "f:k4")
                .doesNotContain("f:k5");
    }

    @Test
    void anEmptyListResetsOwnership() {
        Fields object =
                apply(null, "web", "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3}}");

        Fields reset =
                ManagedFields.update(
                        versions,
                        object,
                        object.withAt(List.of(), "metadata", "managedFields"),
                        by("u"),
                        NOW);
        Fields kept =
                ManagedFields.update(
                        versions,
                        object,
                        object.with("metadata", object.fields("metadata").without("managedFields")),
                        by("u"),
                        NOW);

        assertThat(reset.fields("metadata").has("managedFields")).isFalse();
        assertThat(owned(kept, "web")).isEqualTo("{\"f:spec\":{\"f:replicas\":{}}}");
    }

    @Test
    void firstApplyTakesOverWhatNobodyTracked() {
        Fields object =
                tree(
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {uid: u}, spec: {replicas: 3}}");

        Applied refused =
                ManagedFields.apply(
                        versions,
                        DocumentDecoder.convert(DEPLOYMENT, object).tree(),
                        tree("{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 4}}"),
                        by("web"),
                        false,
                        NOW);

        assertThat(refused)
                .isEqualTo(
                        new Applied.Conflicts(
                                List.of(
                                        new Conflict(
                                                "\"before-first-apply\" using apps/v1",
                                                ".spec.replicas"))));
    }

    @Test
    void kubectlTakesOverWhatItAppliedOnItsSide() {
        Fields object =
                tree(
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"replicas\":3}}'}}, spec: {replicas: 3}}");
        object =
                ManagedFields.update(
                        versions,
                        null,
                        DocumentDecoder.convert(DEPLOYMENT, object).tree(),
                        by("kubectl-client-side-apply"),
                        NOW);

        Fields applied =
                apply(
                        object.withAt("u", "metadata", "uid"),
                        "kubectl",
                        "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 4}}");

        assertThat(applied.at("spec", "replicas")).isEqualTo(4L);
        assertThat(
                        applied.fields("metadata")
                                .fields("annotations")
                                .string("kubectl.kubernetes.io/last-applied-configuration"))
                .isEqualTo(
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"replicas\":4}}\n");
    }

    @Test
    void configurationsAreCheckedAgainstTheirType() {
        assertThatThrownBy(() ->
                        apply(
                                null,
                                "web",
                                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: '3'}}"))
                .isInstanceOf(ApplyException.class)
                .hasMessage(
                        "failed to create typed patch object (/a; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string");
        assertThatThrownBy(() ->
                        apply(
                                null,
                                "web",
                                "{apiVersion: apps/v1, kind: Deployment, metadata: {managedFields: []}}"))
                .hasMessage("metadata.managedFields must be nil");
    }

    @Test
    void customTypesMergeAsTheirSchemaSays() {
        MergeType element =
                new MergeType.Objects(
                        MergeTypes.declared(
                                Map.of("id", MergeTypes.STRING, "size", MergeTypes.NUMERIC),
                                Map.of("id", "main")),
                        null,
                        false);
        MergeType type =
                new MergeType.Objects(
                        MergeTypes.declared(
                                Map.of(
                                        "parts",
                                                new MergeType.Lists(
                                                        element,
                                                        MergeType.Relation.MAP,
                                                        List.of("id")),
                                        "tags",
                                                new MergeType.Lists(
                                                        MergeTypes.STRING,
                                                        MergeType.Relation.SET,
                                                        List.of()),
                                        "any", MergeTypes.DEDUCED),
                                Map.of()),
                        null,
                        false);

        Fields merged =
                TypedMerge.merge(
                        type,
                        tree("{parts: [{size: 1}], tags: [a, b], any: {x: [1]}}"),
                        tree(
                                "{parts: [{id: main, size: 2}, {id: more}], tags: [c, a], any: {x: [2], q: 1}}"));

        assertThat(Json.text(merged))
                .isEqualTo(
                        "{\"parts\":[{\"size\":2,\"id\":\"main\"},{\"id\":\"more\"}],\"tags\":[\"c\",\"a\",\"b\"],\"any\":{\"x\":[2],\"q\":1}}");
        assertThat(
                        Json.text(
                                TypedValues.fieldsOf(
                                                type, tree("{tags: [a], any: {x: [2], w: {z: 1}}}"))
                                        .toTree()))
                .isEqualTo(
                        "{\"f:any\":{\"f:w\":{\".\":{},\"f:z\":{}},\"f:x\":{}},\"f:tags\":{\"v:\\\"a\\\"\":{}}}");
    }

    @Test
    void fieldSetsReadBackWhatTheyWrite() {
        Fields tree =
                tree(
                        "{'f:a': {}, 'f:b': {'.': {}, 'k:{\"name\":\"x\"}': {'.': {}, 'f:c': {}}, 'v:\"y\"': {}, 'v:1': {}, 'i:0': {}}}");

        Fields back = FieldSet.ofTree(tree).toTree();

        assertThat(back).isEqualTo(tree);
        assertThat(back.fields("f:b").keySet())
                .containsExactly(".", "k:{\"name\":\"x\"}", "v:1", "v:\"y\"", "i:0");
    }

    @Test
    void noConfigurationBreaksApplying() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(23);
        RandomTrees trees = new RandomTrees(random);
        int merged = 0;
        for (int i = 0; i < 2_000; i++) {
            Fields live = i % 3 == 0 ? null : trees.of(DEPLOYMENT).withAt("u", "metadata", "uid");
            for (int j = 0; j < 3; j++) {
                Fields applied =
                        odd(trees.of(DEPLOYMENT), random) instanceof Fields fields
                                ? fields
                                : Fields.EMPTY;
                try {
                    Applied outcome =
                            ManagedFields.apply(
                                    versions,
                                    live,
                                    applied,
                                    by("m" + j),
                                    random.nextBoolean(),
                                    NOW);
                    if (outcome instanceof Applied.Merged(Fields object, _)) {
                        live = DocumentDecoder.convert(DEPLOYMENT, object).tree();
                        merged++;
                    }
                } catch (ApplyException | DecodeException refused) {
                    assertThat(refused.getMessage()).isNotEmpty();
                }
                if (live != null) {
                    live =
                            ManagedFields.update(
                                    versions, live, trees.of(DEPLOYMENT), by("u" + j), NOW);
                }
            }
        }
        assertThat(merged).isPositive();
    }

    private static @Nullable Object odd(@Nullable Object value, RandomGenerator random) {
        if (random.nextInt(200) == 0) {
            return Arrays.asList(null, 5L, "x", Fields.EMPTY, List.of(List.of()))
                    .get(random.nextInt(5));
        }
        if (value instanceof Fields fields) {
            Fields.Builder builder = Fields.builder();
            fields.forEach((name, inner) -> {
                Object changed = odd(inner, random);
                if (!name.equals("managedFields")) {
                    builder.add(name, changed);
                }
            });
            return builder.build();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(one -> copy.add(odd(one, random)));
            return TreeList.copyOf(copy);
        }
        return value;
    }
}
