package io.djong.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.auth.Attributes;
import io.djong.auth.Decision;
import io.djong.auth.TestClock;
import io.djong.auth.TlsServer;
import io.djong.meta.Threads;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessWebhookTest {

    private static final Attributes LIST_PODS =
            Attributes.resource(UserInfo.of("jane", "devs"), "list", "", "pods")
                    .in("ns")
                    .withSelectors(
                            List.of(
                                    new Attributes.Requirement(
                                            "spec.nodeName", "In", List.of("n1"))),
                            List.of());

    @TempDir Path directory;

    private final TestClock clock = new TestClock();
    private TlsServer server;

    @BeforeEach
    void start() {
        server = new TlsServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksWithAllThatIsKnown() throws IOException {
        server.on("/access", _ -> status("allowed", true, "reason", "because"));

        assertThat(webhook("v1", false).authorize(LIST_PODS)).isEqualTo(Decision.allow("because"));

        Fields spec = server.bodies().getFirst().fields("spec");
        assertThat(spec.string("user")).isEqualTo("jane");
        assertThat(spec.list("groups")).containsExactly("devs");
        assertThat(spec.fields("resourceAttributes").string("verb")).isEqualTo("list");
        assertThat(spec.fields("resourceAttributes").fields("fieldSelector").list("requirements"))
                .containsExactly(
                        Fields.of(
                                "key", "spec.nodeName", "operator", "In", "values", List.of("n1")));
    }

    @Test
    void saysGroupInTheOldVersion() throws IOException {
        server.on("/access", _ -> status("allowed", false));

        webhook("v1beta1", false).authorize(LIST_PODS);

        assertThat(server.bodies().getFirst().fields("spec").list("group")).containsExactly("devs");
    }

    @Test
    void aNoIsKeptShorterThanAYes() throws IOException {
        server.on("/access", _ -> status("allowed", false));
        AccessWebhook webhook = webhook("v1", false);

        webhook.authorize(LIST_PODS);
        webhook.authorize(LIST_PODS);
        clock.advance(Duration.ofSeconds(31));
        webhook.authorize(LIST_PODS);

        assertThat(server.bodies()).hasSize(2);
    }

    @Test
    void aDenialEndsTheSearch() throws IOException {
        server.on("/access", _ -> status("allowed", false, "denied", true, "reason", "never"));

        assertThat(webhook("v1", false).authorize(LIST_PODS)).isEqualTo(Decision.deny("never"));
    }

    @Test
    void aBrokenProgramIsContainedByItsPolicy() throws IOException {
        server.on("/access", _ -> Fields.EMPTY).answerWith(500);

        assertThat(webhook("v1", false).authorize(LIST_PODS).verdict())
                .isEqualTo(Decision.Verdict.NO_OPINION);
        assertThat(webhook("v1", true).authorize(LIST_PODS).verdict())
                .isEqualTo(Decision.Verdict.DENY);
    }

    @Test
    void isOnlyAskedWhenItsConditionsHold() throws IOException {
        server.on("/access", _ -> status("allowed", true));
        AccessWebhook webhook =
                webhook(
                        "v1",
                        true,
                        "has(request.resourceAttributes)",
                        "request.resourceAttributes.namespace == 'kube-system'");

        assertThat(webhook.authorize(LIST_PODS)).isEqualTo(Decision.NO_OPINION);
        assertThat(webhook.authorize(LIST_PODS.in("kube-system")).isAllowed()).isTrue();
        assertThat(webhook.authorize(Attributes.path(UserInfo.of("jane"), "get", "/x")))
                .isEqualTo(Decision.NO_OPINION);
        assertThat(server.bodies()).hasSize(1);
    }

    @Test
    void refusesConditionsThatAreWrong() {
        assertThatThrownBy(() -> webhook("v1", true, "request.user"))
                .hasMessageContaining("must evaluate to bool");
        assertThatThrownBy(() -> webhook("v1", true, "request.nothing == ''"))
                .hasMessageContaining("undefined field 'nothing'");
    }

    private AccessWebhook webhook(String version, boolean denies, String... conditions)
            throws IOException {
        return new AccessWebhook(
                new AccessWebhook.Settings(
                        "test",
                        server.kubeconfig(directory, "/access"),
                        version,
                        AccessWebhook.Settings.ALLOWED_TTL,
                        AccessWebhook.Settings.REFUSED_TTL,
                        AccessWebhook.Settings.TIMEOUT,
                        denies,
                        List.of(conditions)),
                Threads.virtual(),
                clock);
    }

    private static Fields status(Object... pairs) {
        Fields status = Fields.EMPTY;
        for (int at = 0; at < pairs.length; at += 2) {
            status = status.with((String) pairs[at], pairs[at + 1]);
        }
        return Fields.of("status", status);
    }
}
