package io.djong.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.auth.Authentication;
import io.djong.auth.TestClock;
import io.djong.auth.TlsServer;
import io.djong.meta.Threads;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenWebhookTest {

    private static final List<String> API = List.of("api");

    @TempDir Path directory;

    private final TestClock clock = new TestClock();
    private TlsServer server;
    private TokenWebhook webhook;

    @BeforeEach
    void start() throws IOException {
        server = new TlsServer(directory);
        webhook = webhook("v1");
    }

    @AfterEach
    void stop() {
        webhook.close();
        server.close();
    }

    @Test
    void takesTheUserThatTheProgramNames() {
        server.on("/tokens", _ -> answer(true, "audiences", List.of("api", "x")));

        Authentication found = webhook.authenticate("t", API);

        assertThat(found)
                .isEqualTo(
                        new Authentication.Authenticated(
                                new UserInfo(
                                        "jane",
                                        "42",
                                        List.of("devs"),
                                        Map.of("acme.io/k", List.of("v"))),
                                API));
        assertThat(server.bodies().getFirst().fields("spec"))
                .isEqualTo(Fields.of("token", "t", "audiences", API));
    }

    @Test
    void asksAgainOnlyWhenTheAnswerIsOld() {
        server.on("/tokens", _ -> answer(true, "audiences", API));

        webhook.authenticate("t", API);
        webhook.authenticate("t", API);
        clock.advance(Duration.ofMinutes(3));
        webhook.authenticate("t", API);

        assertThat(server.bodies()).hasSize(2);
    }

    @Test
    void knowsNobodyWhenTheTokenIsForOthers() {
        server.on("/tokens", _ -> answer(true, "audiences", List.of("x")));

        assertThat(webhook.authenticate("t", API)).isEqualTo(Authentication.NONE);
    }

    @Test
    void tellsWhyATokenIsWrong() {
        server.on("/tokens", _ -> answer(false, "error", "revoked"));

        assertThat(webhook.authenticate("t", API)).isEqualTo(new Authentication.Invalid("revoked"));
    }

    @Test
    void triesFiveTimesWhenTheProgramIsBroken() {
        server.on("/tokens", _ -> Fields.EMPTY).answerWith(503);

        Authentication answer = webhook.authenticate("t", API);

        assertThat(answer)
                .isEqualTo(
                        new Authentication.Invalid(
                                "Post \"" + server.url() + "/tokens\": the server answered 503"));
        assertThat(server.bodies()).hasSize(5);
    }

    private TokenWebhook webhook(String version) throws IOException {
        return new TokenWebhook(
                new TokenWebhook.Settings(
                        server.kubeconfig(directory, "/tokens"), version, Duration.ofMinutes(2)),
                API,
                Threads.virtual(),
                clock);
    }

    private static Fields answer(boolean isGood, String key, Object value) {
        Fields user =
                Fields.of("username", "jane", "uid", "42", "groups", List.of("devs"))
                        .with("extra", Fields.of("acme.io/k", List.of("v")));
        return Fields.of("status", Fields.of("authenticated", isGood, "user", user, key, value));
    }
}
