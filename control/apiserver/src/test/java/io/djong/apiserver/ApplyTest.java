package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplyTest {

    private static final String MAP = "/api/v1/namespaces/default/configmaps/a?fieldManager=";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer apply(String manager, String data) {
        return server.send(
                "PATCH",
                MAP + manager,
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{%s}}"
                        .formatted(data),
                "Content-Type",
                "application/apply-patch+yaml");
    }

    @Test
    void createsWhatIsApplied() {
        Answer created = apply("one", "\"k\":\"v\"");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text()).contains("\"manager\":\"one\",\"operation\":\"Apply\"");
    }

    @Test
    void refusesToTakeAFieldFromItsOwner() {
        apply("one", "\"k\":\"v\"");

        Answer refused = apply("two", "\"k\":\"w\"");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .data.k");
    }

    @Test
    void removesWhatIsNoLongerApplied() {
        apply("one", "\"k\":\"v\",\"x\":\"y\"");

        Answer applied = apply("one", "\"k\":\"v\"");

        assertThat(applied.body().fields("data").has("x")).isFalse();
    }
}
