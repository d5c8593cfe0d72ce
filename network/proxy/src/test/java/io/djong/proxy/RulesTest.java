package io.djong.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final String PODS = "10.244.0.0/16";

    @Test
    void sendsAServiceToItsEndpoints() {
        Ruleset rules =
                Rules.of(
                        List.of(service(0, false, endpoint("10.244.0.5"), endpoint("10.244.0.6"))),
                        List.of(),
                        PODS);

        assertThat(rules.elementsOf(Rules.SERVICE_ADDRESSES))
                .containsOnlyKeys("10.96.0.10 . tcp . 80");
        assertThat(rules.chains().values().stream().flatMap(List::stream))
                .anyMatch(rule -> rule.startsWith("numgen random mod 2 vmap"))
                .anyMatch(rule -> rule.equals("meta l4proto tcp dnat to 10.244.0.5:8080"));
    }

    @Test
    void refusesAServiceWithoutEndpoints() {
        Ruleset rules = Rules.of(List.of(service(30080, false)), List.of(), PODS);

        assertThat(rules.elementsOf(Rules.NO_ENDPOINT_SERVICES))
                .containsEntry("10.96.0.10 . tcp . 80", "goto reject-chain");
        assertThat(rules.elementsOf(Rules.NO_ENDPOINT_NODE_PORTS))
                .containsEntry("tcp . 30080", "goto reject-chain");
    }

    @Test
    void dropsOutsideTrafficWhenTheLocalPolicyHasNoEndpointHere() {
        Ruleset rules =
                Rules.of(
                        List.of(service(30080, true, new Endpoint("10.244.1.5", 8080, false))),
                        List.of(),
                        PODS);

        assertThat(rules.elementsOf(Rules.NO_ENDPOINT_NODE_PORTS))
                .containsEntry("tcp . 30080", "drop");
        assertThat(rules.elementsOf(Rules.SERVICE_ADDRESSES)).containsKey("10.96.0.10 . tcp . 80");
    }

    @Test
    void writesNothingWhenNothingChanged() {
        Ruleset rules =
                Rules.of(List.of(service(30080, false, endpoint("10.244.0.5"))), List.of(), PODS);

        assertThat(NftScript.difference("t", rules, rules)).isEmpty();
    }

    static Endpoint endpoint(String address) {
        return new Endpoint(address, 8080, true);
    }

    static ServicePort service(int nodePort, boolean externalLocal, Endpoint... endpoints) {
        return new ServicePort(
                "default/web/tcp/http",
                "tcp",
                "10.96.0.10",
                80,
                nodePort,
                List.of(),
                List.of(),
                List.of(),
                0,
                false,
                externalLocal,
                List.of(endpoints));
    }
}
