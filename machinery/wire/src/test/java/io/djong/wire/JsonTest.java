package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    private static @Nullable Object parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``| unexpected end of JSON input",
                "`   `| unexpected end of JSON input",
                "not json| invalid character 'o' in literal null (expecting 'u')",
                "{\"a\":1| unexpected end of JSON input",
                "{\"a\":1} {| invalid character '{' after top-level value",
                "{\"a\":1,}| invalid character '}' looking for beginning of object key string",
                "{'a':1}| invalid character '\\'' looking for beginning of object key string",
                "[1,]| invalid character ']' looking for beginning of value",
                "[1 2]| invalid character '2' after array element",
                "{\"a\" 1}| invalid character '1' after object key",
                "{\"a\":1 \"b\"}| invalid character '\"' after object key:value pair",
                "\"a\\x\"| invalid character 'x' in string escape code",
                "\"\\u12g4\"| invalid character 'g' in \\u hexadecimal character escape",
                "01| invalid character '1' after top-level value",
                "1.| unexpected end of JSON input",
                "1.x| invalid character 'x' after decimal point in numeric literal",
                "-x| invalid character 'x' in numeric literal",
                "1e+| unexpected end of JSON input",
                "a: b| invalid character 'a' looking for beginning of value",
            })
    void complainsAsGoDoes(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1,-2,true,null,\"x\"]}| {\"a\":[1,-2,true,null,\"x\"]}",
                "1.0| 1",
                "1e3| 1000",
                "1e21| 1e+21",
                "0.0000001| 1e-7",
                "1.5e300| 1.5e+300",
                "123456789012345678901234567890| 1.2345678901234568e+29",
                "9223372036854775807| 9223372036854775807",
                "-9223372036854775808| -9223372036854775808",
                "\"<&>\"| \"\\u003c\\u0026\\u003e\"",
                "\"\\u0000\\b\\f\\u2028\\u007f\"| \"\\u0000\\b\\f\\u2028\u007f\"",
                "\"\\ud800 é 漢 😀 \\ud83d\\ude00\"| \"\ufffd é 漢 😀 😀\"",
            })
    void writesAsGoDoes(String json, String written) {
        assertThat(Json.text(parse(json))).isEqualTo(written);
    }

    @Test
    void indentsAsGoDoes() {
        Object tree = parse("{\"a\":[],\"b\":{},\"c\":[1,{\"d\":2}]}");

        assertThat(new String(Json.writePretty(tree), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {
                            "a": [],
                            "b": {},
                            "c": [
                                1,
                                {
                                    "d": 2
                                }
                            ]
                        }\
                        """);
    }

    @Test
    void theLastOfARepeatedFieldWinsAndObjectsAreMerged() {
        Json.Parsed parsed =
                Json.parseStrict(
                        "{\"a\":1,\"d\":{\"k\":1,\"k\":2},\"a\":3,\"d\":{\"z\":4}}"
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(Json.text(parsed.tree())).isEqualTo("{\"a\":3,\"d\":{\"k\":2,\"z\":4}}");
        assertThat(parsed.duplicates().paths(parsed.tree()))
                .containsExactlyInAnyOrder("a", "d", "d.k");
    }

    @Test
    void findsRepeatedFieldsAmongMany() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            json.append("\"k").append(i).append("\":1,");
        }
        json.append("\"k50\":2}");

        Json.Parsed parsed = Json.parseStrict(json.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(parsed.duplicates().paths(parsed.tree())).containsExactly("k50");
        assertThat(parsed.tree()).isInstanceOf(Fields.class);
    }

    @Test
    void refusesTooDeepDocuments() {
        String deep = "[".repeat(Json.DEPTH_MAX + 1) + "]".repeat(Json.DEPTH_MAX + 1);

        assertThatThrownBy(() -> parse(deep)).hasMessage("exceeded max depth");
        assertThat(Json.text(parse(deep.substring(1, deep.length() - 1))))
                .hasSize(2 * Json.DEPTH_MAX);
    }

    @Test
    @SuppressWarnings("ReferenceEquality")
    void namesAreTheSchemasOwnStrings() {
        Fields one =
                (Fields)
                        java.util.Objects.requireNonNull(
                                parse("{\"terminationGracePeriodSeconds\":1}"));

        assertThat(one.nameAt(0) == "terminationGracePeriodSeconds").isTrue();
    }

    @Test
    void noBytesBreakTheReader() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        byte[] seed =
                "{\"a\":[1,-2.5e3,true,null,\"x\\u00e9\\n\"],\"b\":{\"c\":\"é漢\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = Arrays.copyOf(seed, 1 + random.nextInt(seed.length));
            for (int j = random.nextInt(4); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Object tree = Json.parse(bytes);
                byte[] written = Json.write(tree);
                assertThat(Json.write(Json.parse(written))).isEqualTo(written);
            } catch (DecodeException refused) {
                assertThat(refused).hasMessageNotContaining("null pointer");
            }
        }
    }
}
