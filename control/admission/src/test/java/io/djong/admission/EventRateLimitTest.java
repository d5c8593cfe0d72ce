package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventRateLimitTest {

    private static final GroupVersion CORE = new GroupVersion("", "v1");

    private final TestCluster cluster = new TestCluster(Set.of());
    private final EventRateLimit plugin =
            new EventRateLimit(
                    Fields.of(
                            "limits",
                            List.of(Fields.of("type", "Namespace", "qps", 1L, "burst", 2L))),
                    cluster.clock);

    private static Review event(String namespace) {
        Call call =
                new Call(
                        CORE,
                        "events",
                        "",
                        CORE,
                        "Event",
                        namespace,
                        "e",
                        UserInfo.of("alice"),
                        false,
                        Fields.EMPTY,
                        Call.Notes.DROPPED);
        return new Review.Create(call, Reviews.named(namespace, "e"));
    }

    @Test
    void refusesWhatComesTooFast() {
        plugin.validate(event("a"));
        plugin.validate(event("a"));

        assertThatThrownBy(() -> plugin.validate(event("a")))
                .hasMessage("Too many requests: limit reached on type Namespace for key a");
        assertThatCode(() -> plugin.validate(event("b"))).doesNotThrowAnyException();
    }

    @Test
    void fillsUpWithTime() {
        plugin.validate(event("a"));
        plugin.validate(event("a"));

        cluster.clockTick();

        assertThatCode(() -> plugin.validate(event("a"))).doesNotThrowAnyException();
    }
}
