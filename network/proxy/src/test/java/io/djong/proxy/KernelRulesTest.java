package io.djong.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The kernel takes the rules: with the real nft, in a network namespace of the test's own. Needs root.
class KernelRulesTest {

    private static final String PODS = "10.244.0.0/16";

    private final String namespace = "djong-proxy-test-" + ProcessHandle.current().pid();
    private final Nft nft = new Nft(List.of("ip", "netns", "exec", namespace, "nft"));

    @BeforeEach
    void makeNamespace() throws IOException, InterruptedException {
        run("ip", "netns", "add", namespace);
    }

    @AfterEach
    void removeNamespace() throws IOException, InterruptedException {
        run("ip", "netns", "delete", namespace);
    }

    @Test
    void takesEveryKindOfRule() {
        Ruleset rules =
                Rules.of(
                        List.of(
                                everything(
                                        RulesTest.endpoint("10.244.0.5"),
                                        RulesTest.endpoint("10.244.0.6"))),
                        hostPorts(),
                        PODS);

        nft.apply(NftScript.whole("djong-test", rules));

        assertThat(nft.list("djong-test"))
                .contains(
                        "dnat to 10.244.0.5:8080",
                        "dnat to 10.244.0.6:8080",
                        "10.96.0.10 . tcp . 80",
                        "tcp . 30080")
                .contains("ip saddr != 192.0.2.0/24 drop");
    }

    @Test
    void followsEndpointsThatComeAndGo() {
        Ruleset before =
                Rules.of(List.of(everything(RulesTest.endpoint("10.244.0.5"))), hostPorts(), PODS);
        Ruleset between =
                Rules.of(
                        List.of(
                                everything(
                                        RulesTest.endpoint("10.244.0.7"),
                                        RulesTest.endpoint("10.244.0.8"))),
                        List.of(),
                        PODS);
        Ruleset after = Rules.of(List.of(RulesTest.service(30080, false)), List.of(), PODS);
        nft.apply(NftScript.whole("djong-test", before));

        nft.apply(NftScript.difference("djong-test", before, between));
        String moved = nft.list("djong-test");
        nft.apply(NftScript.difference("djong-test", between, after));
        String empty = nft.list("djong-test");

        assertThat(moved)
                .contains("dnat to 10.244.0.7:8080")
                .doesNotContain("10.244.0.5", "hostport-");
        assertThat(empty).contains("goto reject-chain").doesNotContain("dnat", "affinity-");
    }

    private static List<HostPort> hostPorts() {
        return List.of(
                new HostPort("", "tcp", 8080, "10.244.0.9", 80),
                new HostPort("127.0.0.1", "udp", 53, "10.244.0.9", 53));
    }

    private static ServicePort everything(Endpoint... endpoints) {
        return new ServicePort(
                "default/web/tcp/http",
                "tcp",
                "10.96.0.10",
                80,
                30080,
                List.of("198.51.100.1"),
                List.of("198.51.100.2"),
                List.of("192.0.2.0/24"),
                60,
                true,
                true,
                List.of(endpoints));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
    }
}
