package io.djong.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b | a=b | true",
                "a==b | a=b | true",
                "a=b,!f | a=b,!f | true",
                "e in (x,y), a | a,e in (x,y) | true",
                "c!=d | c!=d | true",
                "a notin (b,c) | a notin (b,c) | false",
                "in in (in) | in=in | false",
                "n>4,n<6 | n>4,n<6 | true",
                "n>5 | n>5 | false",
                "a=,x | a=,x | false",
            })
    void readsLabelSelectors(String text, String canonical, boolean matches) {
        LabelSelector selector = LabelSelector.parse(text);

        assertThat(selector.toString()).isEqualTo(canonical);
        assertThat(selector.matches(Map.of("a", "b", "e", "y", "n", "5"))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a=b,, | found ',', expected: identifier after ','",
                "(a) | found '(', expected: !, identifier, or 'end of string'",
                "a b | unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
                "a in b | unable to parse requirement: found 'b' expected: '('",
                "a in (b | unable to parse requirement: found '', expected: ',' or ')'",
                "a=b c | found 'c', expected: ',' or 'end of string'",
                "!=b | found '!=', expected: !, identifier, or 'end of string'",
            })
    void refusesLabelSelectorsAsUpstreamDoes(String text, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesBadKeysAndValues() {
        assertThatThrownBy(() -> LabelSelector.parse("a%=b"))
                .hasMessageStartingWith(
                        "unable to parse requirement: <nil>: Invalid value: \"a%\": name part must");
        assertThatThrownBy(() -> LabelSelector.parse("a=b%"))
                .hasMessageStartingWith(
                        "unable to parse requirement: values[0][a]: Invalid value: \"b%\": a valid label must be");
    }

    @Test
    void readsFieldSelectors() {
        FieldSelector selector =
                FieldSelector.parse("spec.nodeName=a,status.phase!=Failed,x==1\\,2");

        assertThat(selector.toString()).isEqualTo("spec.nodeName=a,status.phase!=Failed,x=1\\,2");
        assertThat(selector.exact("spec.nodeName")).isEqualTo("a");
        assertThat(
                        selector.matches(f ->
                                f.equals("spec.nodeName")
                                        ? "a"
                                        : f.equals("x") ? "1,2" : "Running"))
                .isTrue();
    }

    @Test
    void refusesFieldSelectorsAsUpstreamDoes() {
        assertThatThrownBy(() -> FieldSelector.parse("a,b=c"))
                .hasMessage("invalid selector: 'a,b=c'; can't understand 'a'");
        assertThatThrownBy(() -> FieldSelector.parse("a=b=c"))
                .hasMessage("invalid field selector: unescaped character in value: 61");
        assertThatThrownBy(() -> FieldSelector.parse("a=b\\c"))
                .hasMessage("invalid field selector: invalid escape sequence: \\c");
    }
}
