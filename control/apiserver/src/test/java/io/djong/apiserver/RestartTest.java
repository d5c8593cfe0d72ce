package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.TestServer.Answer;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.DiskOptions;
import io.djong.store.DiskStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir Path directory;

    private DiskStore open() {
        return new DiskStore(
                directory,
                DiskOptions.defaults(),
                StoredObject.FACTORY,
                Clock.system(),
                Timer.system(),
                Threads.virtual(),
                new SecureRandom());
    }

    @Test
    void servesTheSameBytesAfterARestart() {
        String before;
        try (DiskStore store = open();
                TestServer server = new TestServer(store, null)) {
            server.post(
                    MAPS,
                    "{\"metadata\":{\"name\":\"a\",\"labels\":{\"t\":\"x\"}},\"data\":{\"k\":\"v\"}}");
            before = server.get(MAPS + "/a").text();
        }

        try (DiskStore store = open();
                TestServer server = new TestServer(store, null)) {
            Answer selected = server.get(MAPS + "?labelSelector=t%3Dx");

            assertThat(server.get(MAPS + "/a").text()).isEqualTo(before);
            assertThat(selected.body().list("items")).hasSize(1);
        }
    }
}
