package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchesTest {

    private static final StructType POD = Schema.kubernetes().type("io.k8s.api.core.v1.Pod");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Fields tree(String json) {
        return Json.parseObject(bytes(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}| [{\"op\":\"add\",\"path\":\"/b\",\"value\":2}]| {\"a\":1,\"b\":2}",
                "{\"a\":[1,2]}| [{\"op\":\"add\",\"path\":\"/a/1\",\"value\":9}]| {\"a\":[1,9,2]}",
                "{\"a\":[1,2]}| [{\"op\":\"add\",\"path\":\"/a/-\",\"value\":9}]| {\"a\":[1,2,9]}",
                "{\"a\":[1,2]}| [{\"op\":\"remove\",\"path\":\"/a/-1\"}]| {\"a\":[1]}",
                "{\"a\":{\"x/y\":1}}| [{\"op\":\"replace\",\"path\":\"/a/x~1y\",\"value\":2}]| {\"a\":{\"x/y\":2}}",
                "{\"a\":1}| [{\"op\":\"replace\",\"path\":\"/none\",\"value\":2}]| {\"a\":1,\"none\":2}",
                "{\"a\":1}| [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b\"}]| {\"b\":1}",
                "{\"a\":{\"x\":1}}| [{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}]| {\"a\":{\"x\":1},\"b\":{\"x\":1}}",
                "{\"a\":1}| [{\"op\":\"test\",\"path\":\"/none\",\"value\":null}]| {\"a\":1}",
                "{\"a\":1}| [{\"op\":\"replace\",\"path\":\"\",\"value\":{\"n\":1}}]| {\"n\":1}",
            })
    void jsonPatch(String document, String patch, String result) {
        assertThat(Json.text(JsonPatch.apply(tree(document), bytes(patch)))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json| MALFORMED| error decoding patch: invalid character 'o' in literal null (expecting 'u')",
                "{}| MALFORMED| error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
                "[\"x\"]| MALFORMED| error decoding patch: json: cannot unmarshal string into Go value of type handlers.jsonPatchOp",
                "[null]| UNPROCESSABLE| Unexpected kind: unknown",
                "[{\"op\":\"remove\",\"path\":\"/none\"}]| UNPROCESSABLE| error in remove for path: '/none': Unable to remove nonexistent key: none: missing value",
                "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]| UNPROCESSABLE| testing value /a failed: test failed",
                "[{\"op\":\"add\",\"path\":\"/none/x\",\"value\":2}]| UNPROCESSABLE| add operation does not apply: doc is missing path: \"/none/x\": missing value",
            })
    void jsonPatchRefusals(String patch, PatchException.Answer answer, String message) {
        assertThatThrownBy(() -> JsonPatch.apply(tree("{\"a\":1}"), bytes(patch)))
                .isInstanceOfSatisfying(
                        PatchException.class,
                        refused -> assertThat(refused.answer()).isEqualTo(answer))
                .hasMessage(message);
    }

    @Test
    void aSmallJsonPatchMakesNoHugeDocument() {
        List<String> operations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            operations.add("{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/k" + i + "\"}");
        }

        assertThatThrownBy(() ->
                        JsonPatch.apply(
                                tree("{\"a\":{\"b\":\"" + "x".repeat(1000) + "\"}}"),
                                bytes(operations.toString())))
                .hasMessageStartingWith(
                        "Unable to complete the copy, the accumulated size increase of copy is");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":1,\"c\":2}}| {\"a\":{\"b\":null,\"d\":3}}| {\"a\":{\"c\":2,\"d\":3}}",
                "{\"a\":[1]}| {\"a\":[{\"x\":null,\"y\":1}]}| {\"a\":[{\"y\":1}]}",
                "{\"a\":1}| {\"b\":{\"c\":null,\"d\":{\"e\":null}}}| {\"a\":1,\"b\":{\"d\":{}}}",
                "{\"a\":{\"b\":1}}| {\"a\":5}| {\"a\":5}",
            })
    void mergePatch(String document, String patch, String result) {
        assertThat(Json.text(MergePatch.apply(tree(document), bytes(patch)).tree()))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"1\"},{\"name\":\"b\"}]}}"
                        + "| {\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"2\"}]}}"
                        + "| {\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"2\"},{\"name\":\"b\"}]}}",
                "{\"spec\":{\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]}}"
                        + "| {\"spec\":{\"containers\":[{\"name\":\"a\",\"$patch\":\"delete\"}]}}"
                        + "| {\"spec\":{\"containers\":[{\"name\":\"b\"}]}}",
                "{\"spec\":{\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]}}"
                        + "| {\"spec\":{\"$setElementOrder/containers\":[{\"name\":\"b\"},{\"name\":\"a\"}]}}"
                        + "| {\"spec\":{\"containers\":[{\"name\":\"b\"},{\"name\":\"a\"}]}}",
                "{\"spec\":{\"tolerations\":[{\"key\":\"a\"}]}}| {\"spec\":{\"tolerations\":[{\"key\":\"b\"}]}}"
                        + "| {\"spec\":{\"tolerations\":[{\"key\":\"b\"}]}}",
                "{\"metadata\":{\"finalizers\":[\"a\",\"b\"]}}| {\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"a\"]}}"
                        + "| {\"metadata\":{\"finalizers\":[\"b\"]}}",
                "{\"spec\":{\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}]}}"
                        + "| {\"spec\":{\"volumes\":[{\"name\":\"v\",\"$retainKeys\":[\"name\",\"secret\"],\"secret\":{\"secretName\":\"s\"}}]}}"
                        + "| {\"spec\":{\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"s\"}}]}}",
                "{\"metadata\":{\"labels\":{\"a\":\"1\"}}}| {\"metadata\":{\"labels\":{\"$patch\":\"replace\",\"b\":\"2\"}}}"
                        + "| {\"metadata\":{\"labels\":{\"b\":\"2\"}}}",
            })
    void strategicMergePatch(String document, String patch, String result) {
        assertThat(Json.text(StrategicMergePatch.apply(POD, tree(document), tree(patch))))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metadata\":{\"labels\":{\"$patch\":\"merge\",\"b\":\"2\"}}}| INTERNAL| unknown patch type: merge in map: map[$patch:merge b:2]",
                "{\"metadata\":{\"labels\":{\"$retainKeys\":\"k\"}}}| MALFORMED| invalid patch format of retainKeys",
                "{\"spec\":{\"containers\":[{\"image\":\"x\"}]}}| INTERNAL| map: map[image:x] does not contain declared merge key: name",
                "{\"spec\":{\"$setElementOrder/containers\":5}}| INTERNAL| expected a []interface {}, but received a int64",
            })
    void strategicMergePatchRefusals(String patch, PatchException.Answer answer, String message) {
        Fields document =
                tree(
                        "{\"metadata\":{\"labels\":{\"a\":\"1\"}},\"spec\":{\"containers\":[{\"name\":\"a\"}]}}");

        assertThatThrownBy(() -> StrategicMergePatch.apply(POD, document, tree(patch)))
                .isInstanceOfSatisfying(
                        PatchException.class,
                        refused -> assertThat(refused.answer()).isEqualTo(answer))
                .hasMessage(message);
    }

    @Test
    void noPatchBreaksThePatcher() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
        RandomTrees trees = new RandomTrees(random);
        int applied = 0;
        for (int i = 0; i < 3_000; i++) {
            Fields document = trees.of(POD);
            Fields patch = (Fields) Objects.requireNonNull(sprinkled(trees.of(POD), random));
            try {
                MergePatch.apply(document, patch);
                DocumentDecoder.convert(POD, StrategicMergePatch.apply(POD, document, patch));
                applied++;
            } catch (PatchException | DecodeException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
        assertThat(applied).isPositive();
    }

    private static @Nullable Object sprinkled(@Nullable Object value, RandomGenerator random) {
        if (value instanceof Fields fields) {
            Fields.Builder builder = Fields.builder();
            fields.forEach((name, inner) -> {
                String directive =
                        List.of("$setElementOrder/", "$deleteFromPrimitiveList/", "")
                                .get(random.nextInt(3));
                String written = random.nextInt(20) == 0 ? directive + name : name;
                builder.set(written, random.nextInt(30) == 0 ? null : sprinkled(inner, random));
            });
            if (random.nextInt(20) == 0 && builder.size() > 1) {
                builder.set(
                        "$patch", List.of("merge", "replace", "delete", 5L).get(random.nextInt(4)));
            }
            if (random.nextInt(30) == 0) {
                builder.set("$retainKeys", List.of("name", "spec"));
            }
            return builder.build();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(inner ->
                    copy.add(random.nextInt(30) == 0 ? (Object) "odd" : sprinkled(inner, random)));
            return TreeList.copyOf(copy);
        }
        return value;
    }
}
