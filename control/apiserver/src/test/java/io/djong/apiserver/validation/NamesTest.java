package io.djong.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-b", "a.b", "1.2.3", "x-1.y"})
    void takesSubdomains(String name) {
        assertThat(Names.dnsSubdomain(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a..b", "a/b"})
    void refusesWhatIsNoSubdomain(String name) {
        assertThat(Names.dnsSubdomain(name))
                .singleElement()
                .asString()
                .startsWith("a lowercase RFC 1123 subdomain must consist of")
                .endsWith(
                        "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    @Test
    void tellsDotsInALabelFromOtherMistakes() {
        assertThat(Names.dnsLabel("a.b")).containsExactly("must not contain dots");
        assertThat(Names.dnsLabel("A")).hasSize(1);
        assertThat(Names.dnsLabel("x".repeat(64)))
                .containsExactly("must be no more than 63 characters");
    }

    @Test
    void aPrefixMayEndInADash() {
        assertThat(Names.Rule.SUBDOMAIN.check("run-", true)).isEmpty();
        assertThat(Names.Rule.SUBDOMAIN.check("run-", false)).hasSize(1);
    }

    @Test
    void checksBothPartsOfALabelKey() {
        assertThat(Names.qualified("example.com/Name")).isEmpty();
        assertThat(Names.qualified("/name")).containsExactly("prefix part must be non-empty");
        assertThat(Names.qualified("a/b/c")).hasSize(1);
        assertThat(Names.qualified("x".repeat(64)))
                .containsExactly("name part must be no more than 63 bytes");
    }
}
