package io.djong.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelTest {

    private static final Environment DYNAMIC = Environment.EMPTY.with("object", SchemaType.DYN);

    private static final Fields OBJECT =
            Fields.of(
                    "metadata",
                    Fields.of("name", "a", "labels", Fields.of("app", "web")),
                    "data",
                    Fields.of("x", "1", "y", "2"),
                    "list",
                    List.of(1L, 2L, 3L));

    private static Outcome evaluate(String expression) {
        return switch (Cel.compile(expression, DYNAMIC)) {
            case Compilation.Compiled(Program program) ->
                    program.evaluate(Activation.of(Map.of("object", OBJECT)));
            case Compilation.Rejected(String message) -> throw new AssertionError(message);
        };
    }

    private static String rejection(String expression) {
        return switch (Cel.compile(expression, DYNAMIC)) {
            case Compilation.Compiled _ -> "";
            case Compilation.Rejected(String message) -> message;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 2 == 3",
                "object.metadata.name == 'a'",
                "has(object.data) && object.data.all(k, k != 'bad')",
                "!has(object.nothing)",
                "object.list.map(x, x * 2) == [2, 4, 6]",
                "object.list.filter(x, x > 1).size() == 2",
                "object.list.exists(x, x == 3) && !object.list.exists(x, x == 4)",
                "object.list.exists_one(x, x == 3)",
                "object.list.sum() == 6 && object.list.max() == 3 && object.list.isSorted()",
                "'app' in object.metadata.labels",
                "object.?nothing.orValue('z') == 'z'",
                "object.?metadata.?name.orValue('z') == 'a'",
                "object.data[?'x'].hasValue()",
                "quantity('1Gi').isGreaterThan(quantity('1G'))",
                "ip('10.0.0.1').family() == 4 && cidr('10.0.0.0/8').containsIP('10.1.2.3')",
                "ip('2001:db8::1') == ip('2001:DB8::1')",
                "semver('1.2.3').isLessThan(semver('1.10.0'))",
                "url('https://a.b:8443/c?d=e').getPort() == '8443'",
                "'a,b,c'.split(',').join('-') == 'a-b-c'",
                "'%s is %d'.format([dyn('a'), 5]) == 'a is 5'",
                "'abc 123'.find('[0-9]+') == '123'",
                "'héllo'.substring(1, 3) == 'él' && size('héllo') == 5",
                "type(1) == int && type('') == string",
                "1 < 1.5 && 2u > 1",
                "false && object.nothing || true",
                "object.nothing == 1 || true",
                "timestamp('2020-01-01T00:00:00Z') + duration('1h') == timestamp('2020-01-01T01:00:00Z')",
                "sets.contains([1, 2, 3], [2])",
                "object.list.all(i, v, v == i + 1)",
                "object.data.transformMap(k, v, v + '!').x == '1!'",
                "object.list.transformList(i, v, i) == [0, 1, 2]",
                "optional.of(3).optMap(x, x + 1).value() == 4",
                "!format.dns1123Label().validate('ok').hasValue()",
                "{'a': 1, 'b': 2}.size() == 2 && {'a': 1}['a'] == 1",
                "'a'.matches('^[a-z]$')",
                "string(1.5) == '1.5' && int('5') == 5 && string(duration('90s')) == '90s'",
                "jsonpatch.escapeKey('a/b~c') == 'a~1b~0c'"
            })
    void isTrue(String expression) {
        Outcome outcome = evaluate(expression);

        assertThat(outcome)
                .as(expression)
                .isInstanceOfSatisfying(
                        Outcome.Value.class, value -> assertThat(value.value()).isEqualTo(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object.data.missing == 'x'|no such key: missing",
                "object.list[7] == 1|index out of bounds: 7",
                "1 / (1 - 1) > 0|division by zero",
                "object.metadata.name + object.list[0] == 'x'|no such overload",
                "int(object.metadata.name) == 1|strconv.ParseInt: parsing \"a\": invalid syntax"
            })
    void failsAsUpstream(String expression, String message) {
        Outcome outcome = evaluate(expression);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.message()).isEqualTo(message));
    }

    @Test
    void rejectsWithACaretBelowTheLine() {
        assertThat(rejection("object."))
                .isEqualTo(
                        """
                        ERROR: <input>:1:8: Syntax error: no viable alternative at input '.'
                         | object.
                         | .......^\
                        """);
        assertThat(rejection("unknownVar"))
                .isEqualTo(
                        """
                        ERROR: <input>:1:1: undeclared reference to 'unknownVar' (in container '')
                         | unknownVar
                         | ^\
                        """);
        assertThat(rejection("has(object)"))
                .isEqualTo(
                        """
                        ERROR: <input>:1:5: invalid argument to has() macro
                         | has(object)
                         | ....^\
                        """);
        assertThat(rejection("'a' + 1 == 'b'"))
                .isEqualTo(
                        """
                        ERROR: <input>:1:5: found no matching overload for '_+_' applied to '(string, int)'
                         | 'a' + 1 == 'b'
                         | ....^\
                        """);
        assertThat(rejection("object.foo.bar(1)"))
                .isEqualTo(
                        """
                        ERROR: <input>:1:15: undeclared reference to 'bar' (in container '')
                         | object.foo.bar(1)
                         | ..............^\
                        """);
        assertThat(rejection("true ||"))
                .isEqualTo(
                        """
                        ERROR: <input>:1:8: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}
                         | true ||
                         | .......^\
                        """);
    }

    @Test
    void everyDeclaredFunctionHasABody() {
        assertThat(Cel.compile("1 == 1", DYNAMIC)).isInstanceOf(Compilation.Compiled.class);
        assertThat(
                        Functions.names().stream()
                                .filter(name -> !Functions.isSyntax(name))
                                .filter(name -> !Library.has(name)))
                .isEmpty();
    }

    @Test
    void checksObjectsOfASchema() {
        Fields schema =
                Fields.of(
                        "type",
                        "object",
                        "properties",
                        Fields.of(
                                "spec",
                                Fields.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Fields.of("a-b", Fields.of("type", "integer")))));
        SchemaType type = java.util.Objects.requireNonNull(SchemaType.ofOpenApi(schema, true));
        Environment environment = Environment.EMPTY.with("self", type);

        Compilation good = Cel.compile("self.spec.a__dash__b == 1", environment);
        Compilation wrong = Cel.compile("self.metadata.labels['a'] == 'b'", environment);

        assertThat(good)
                .isInstanceOfSatisfying(
                        Compilation.Compiled.class,
                        compiled ->
                                assertThat(
                                                compiled.program()
                                                        .evaluate(
                                                                Activation.of(
                                                                        Map.of(
                                                                                "self",
                                                                                Fields.of(
                                                                                        "spec",
                                                                                        Fields.of(
                                                                                                "a-b",
                                                                                                1L))))))
                                        .isInstanceOfSatisfying(
                                                Outcome.Value.class,
                                                value -> assertThat(value.isTrue()).isTrue()));
        assertThat(wrong)
                .isEqualTo(
                        new Compilation.Rejected(
                                """
                                ERROR: <input>:1:14: undefined field 'labels'
                                 | self.metadata.labels['a'] == 'b'
                                 | .............^\
                                """));
    }

    @Test
    void stopsAtItsLimit() {
        Compilation compilation =
                Cel.compile(
                        "object.list.all(a, object.list.all(b, object.list.all(c, a + b + c < 10)))",
                        DYNAMIC);

        assertThat(compilation)
                .isInstanceOfSatisfying(
                        Compilation.Compiled.class,
                        compiled ->
                                assertThat(
                                                compiled.program()
                                                        .evaluate(
                                                                Activation.of(
                                                                        Map.of("object", OBJECT)),
                                                                50))
                                        .isInstanceOfSatisfying(
                                                Outcome.Failed.class,
                                                failed ->
                                                        assertThat(failed.message())
                                                                .isEqualTo(
                                                                        "operation cancelled: actual cost limit exceeded")));
    }
}
