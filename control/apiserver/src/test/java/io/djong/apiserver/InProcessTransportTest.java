package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.ListOptions;
import io.djong.client.Watch;
import io.djong.meta.ApiException;
import io.djong.meta.ObjectKey;
import io.djong.meta.UserInfo;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InProcessTransportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private static ConfigMap map(String name) {
        return ConfigMap.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withName(name).withNamespace("default"))
                .withData(Map.of("k", "v"));
    }

    @Test
    void goesThroughTheSameStagesAsARequest() {
        Client stranger = server.client("stranger");

        assertThatThrownBy(() -> stranger.create(map("a")))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(
                        "configmaps is forbidden: User \"stranger\" cannot create resource");
    }

    @Test
    void readersShareOneTree() {
        Client admin = server.client("admin", UserInfo.MASTERS);
        admin.create(map("a"));
        ObjectKey key = ObjectKey.of("default", "a");

        ConfigMap first = admin.get(ConfigMap.KIND, key);
        ConfigMap second = admin.get(ConfigMap.KIND, key);

        assertThat(first.fields()).isSameAs(second.fields());
    }

    @Test
    void watchesWhatOthersChange() throws Exception {
        Client admin = server.client("admin", UserInfo.MASTERS);
        String since =
                admin.list(ConfigMap.KIND, ListOptions.inNamespace("default")).resourceVersion();
        try (Watch<ConfigMap> watch =
                admin.watch(ConfigMap.KIND, ListOptions.inNamespace("default").from(since))) {
            server.post("/api/v1/namespaces/default/configmaps", "{\"metadata\":{\"name\":\"b\"}}");

            Watch.Event<ConfigMap> event = watch.next(PATIENCE);

            assertThat(event).isNotNull();
            assertThat(event.type()).isEqualTo(Watch.Type.ADDED);
            assertThat(event.object().name()).isEqualTo("b");
        }
    }
}
