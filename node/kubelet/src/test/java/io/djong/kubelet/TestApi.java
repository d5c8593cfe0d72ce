package io.djong.kubelet;

import io.djong.client.MemoryApi;
import io.djong.client.Transport;
import io.djong.meta.Clock;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;

/// The API in memory, which gives out tokens too.
final class TestApi implements Transport {

    private final MemoryApi api;
    private final Clock clock;

    TestApi(Clock clock) {
        this.clock = clock;
        this.api = new MemoryApi(clock);
    }

    @Override
    public Fields send(Request request) {
        if (request.method().equals("POST") && request.path().endsWith("/token")) {
            Fields spec =
                    ((Fields) java.util.Objects.requireNonNull(request.body())).fields("spec");
            Duration life = Duration.ofSeconds(spec.integer("expirationSeconds"));
            return Fields.of("kind", "TokenRequest")
                    .with(
                            "status",
                            Fields.of("token", "token-of-" + request.path().split("/")[6])
                                    .with(
                                            "expirationTimestamp",
                                            Times.seconds(clock.now().plus(life))));
        }
        return api.send(request);
    }

    @Override
    public EventStream watch(Request request) {
        return api.watch(request);
    }

    @Override
    public void close() {
        api.close();
    }
}
