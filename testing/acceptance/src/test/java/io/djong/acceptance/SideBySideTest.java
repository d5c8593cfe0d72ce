package io.djong.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several clusters on one machine, each with its own data directory and port, do not see each other.
class SideBySideTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final ScratchCluster one = new ScratchCluster("one");
    private final ScratchCluster other = new ScratchCluster("other");

    @AfterEach
    void removeEverything() {
        for (ScratchCluster cluster : List.of(one, other)) {
            if (Files.exists(cluster.dataDir())) {
                cluster.down("--delete").orFail();
            }
        }
    }

    @Test
    void runTheSameThingWithoutMeeting() {
        start(one, "one");
        start(other, "other");

        assertThat(answer(one)).isEqualTo("one");
        assertThat(answer(other)).isEqualTo("other");
        assertThat(prefix(one)).isNotEqualTo(prefix(other));

        one.down("--delete").orFail();

        assertThat(Leftovers.of(one.dataDir())).isEmpty();
        assertThat(answer(other)).isEqualTo("other");
    }

    private static void start(ScratchCluster cluster, String greeting) {
        cluster.djong("images", "build", "--data-dir", cluster.dataDir().toString()).orFail();
        cluster.up().orFail();
        cluster.apply("default", Manifests.APP.replace("greeting: hello", "greeting: " + greeting))
                .orFail();
        cluster.kubectl("rollout", "status", "deployment/app", "--timeout=120s").orFail();
    }

    /// What the Service says by its name, from inside a pod.
    private static String answer(ScratchCluster cluster) {
        Eventually.output(
                SOON,
                () -> cluster.kubectl("exec", "deployment/app", "--", "wget", "-qO-", "http://app"),
                text -> text.isNotEmpty().doesNotContain("wget:"));
        return cluster.kubectl("exec", "deployment/app", "--", "wget", "-qO-", "http://app")
                .orFail();
    }

    private static String prefix(ScratchCluster cluster) {
        return cluster.kubectl("get", "nodes", "-o", "jsonpath={.items[0].spec.podCIDR}").orFail();
    }
}
