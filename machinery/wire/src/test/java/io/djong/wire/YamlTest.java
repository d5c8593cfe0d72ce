package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {

    private static String json(String yaml) {
        return Json.text(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static String yaml(String json) {
        return new String(
                Yaml.write(Json.parse(json.getBytes(StandardCharsets.UTF_8))),
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yes| true",
                "off| false",
                "y| true",
                "\"yes\"| \"yes\"",
                "~| null",
                "`a:`| {\"a\":null}",
                "0777| 511",
                "0o17| 15",
                "0x1F| 31",
                "0b101| 5",
                "1_000| 1000",
                "3.0| 3",
                "1.5| 1.5",
                "1e3| 1000",
                "-.5| -0.5",
                "2026-01-02| \"2026-01-02\"",
                "2026-01-02T03:04:05Z| \"2026-01-02T03:04:05Z\"",
                "12:30| \"12:30\"",
                "1.2.3| \"1.2.3\"",
                "!!str 5| \"5\"",
                "08| 8",
                "+5| 5",
                "a#b| \"a#b\"",
                "12345678901234567890| 12345678901234567000",
                "{a: &x 1, b: *x}| {\"a\":1,\"b\":1}",
                "{1: a, true: b, 1.5: c}| {\"1\":\"a\",\"true\":\"b\",\"1.5\":\"c\"}",
                "{b: {<<: {p: 1, q: 2}, q: 3}}| {\"b\":{\"q\":3,\"p\":1}}",
                "`k: v\t# comment`| {\"k\":\"v\"}",
                "`k: 'a\t# b'`| {\"k\":\"a\\t# b\"}",
            })
    void readsAsGoDoes(String yaml, String json) {
        assertThat(json(yaml)).isEqualTo(json);
    }

    @Test
    void readsBlockTextsAndSeveralDocuments() {
        List<Object> documents =
                Yaml.parseAll(
                        """
                        # nothing
                        ---
                        a: |
                          two
                          lines
                        b: >-
                          one
                          line
                        ---
                        ---
                        - x
                        """
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(documents)
                .map(Json::text)
                .containsExactly("{\"a\":\"two\\nlines\\n\",\"b\":\"one line\"}", "[\"x\"]");
    }

    @Test
    void reportsRepeatedKeys() {
        Json.Parsed parsed =
                Yaml.parseStrict("a:\n  k: x\n  k: z\n".getBytes(StandardCharsets.UTF_8));

        assertThat(Json.text(parsed.tree())).isEqualTo("{\"a\":{\"k\":\"z\"}}");
        assertThat(parsed.complaints())
                .containsExactly("yaml: unmarshal errors:\n  line 3: key \"k\" already set in map");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: b: c| yaml: mapping values are not allowed in this context",
                "`\tnot: yaml`| yaml: found character that cannot start any token",
                "*x| yaml: unknown anchor 'x' referenced",
                "a: .nan| json: unsupported value: NaN",
            })
    void complainsAsGoDoes(String yaml, String message) {
        assertThatThrownBy(() -> json(yaml))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAliasBombs() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            String inner = ("*a" + (i - 1) + ",").repeat(10);
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(inner)
                    .append("]\n");
        }

        assertThatThrownBy(() -> json(bomb.toString()))
                .hasMessage("yaml: document contains excessive aliasing");
    }

    @Test
    void writesAsKubectlDoes() {
        String json =
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"annotations\":{\"a\":\"yes\",\"b\":\"\",\"c\":\"line1\\nline2\\n\",\"d\":\"x: y\",\"e\":\"5\","
                        + "\"f\":\"tail\\nnone\",\"g\":\"- x\",\"h\":\"*\",\"i\":\"é\",\"j\":\"a\\tb\",\"k\":\"2026-01-02T03:04:05Z\",\"l\":\"12:30\"}},"
                        + "\"spec\":{\"list\":[{\"a\":1,\"b\":[[1,2],[]]},\"x\",null],\"empty\":{},\"port10\":1,\"port9\":2}}";

        assertThat(yaml(json))
                .isEqualTo(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          annotations:
                            a: "yes"
                            b: ""
                            c: |
                              line1
                              line2
                            d: 'x: y'
                            e: "5"
                            f: |-
                              tail
                              none
                            g: '- x'
                            h: '*'
                            i: é
                            j: "a\\tb"
                            k: "2026-01-02T03:04:05Z"
                            l: "12:30"
                        spec:
                          empty: {}
                          list:
                          - a: 1
                            b:
                            - - 1
                              - 2
                            - []
                          - x
                          - null
                          port9: 2
                          port10: 1
                        """);
    }

    @Test
    void foldsLongTexts() {
        assertThat(yaml("{\"message\":\"" + "word ".repeat(20).strip() + "\"}"))
                .isEqualTo(
                        """
                        message: word word word word word word word word word word word word word word word
                          word word word word word
                        """);
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        String alphabet = "ab yN0129.:-#'\"\\\n\t{}[],&*!|>%@`~<=é漢 \u0001\u00a0\ufeff";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(random.nextInt(30) == 0 ? 200 : 12); j > 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Object tree =
                    Json.parse(
                            Json.write(
                                    List.of(
                                            text.toString(),
                                            io.djong.meta.tree.Fields.of(
                                                    "k" + text, text.toString()))));

            byte[] written = Yaml.write(tree);

            assertThat(Yaml.parse(written))
                    .as(new String(written, StandardCharsets.UTF_8))
                    .isEqualTo(tree);
        }
    }

    @Test
    void noBytesBreakTheReader() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        byte[] seed =
                "a: &x [1, 'b', \"c\\n\"]\nd: {e: *x}\nf: |\n  text\n- ? g\n"
                        .getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(seed, 1 + random.nextInt(seed.length));
            for (int j = random.nextInt(4); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            try {
                Yaml.parse(bytes);
                read++;
            } catch (DecodeException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void hostileDocumentsTakeLittleTime() {
        assertThatThrownBy(() -> json("[".repeat(200_000))).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> json("- ".repeat(100_000) + "x"))
                .isInstanceOf(DecodeException.class);
        assertThat(json("a: b" + "\t".repeat(500_000) + "# comment")).isEqualTo("{\"a\":\"b\"}");
    }
}
