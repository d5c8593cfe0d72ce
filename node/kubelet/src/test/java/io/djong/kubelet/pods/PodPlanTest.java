package io.djong.kubelet.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.ContainerConfigs;
import io.djong.kubelet.containers.Names;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedContainer.State;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodPlanTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SANDBOX = "s1";

    private final Set<String> unstarted = new HashSet<>();
    private final Set<String> sick = new HashSet<>();

    private PodPlan plan(Pod pod, ObservedPod observed) {
        return PodPlan.of(
                pod,
                observed,
                new PodPlan.Health() {
                    @Override
                    public boolean hasFailedLiveness(String container) {
                        return sick.contains(container);
                    }

                    @Override
                    public boolean hasFailedStartup(String container) {
                        return false;
                    }

                    @Override
                    public boolean isStarted(String container) {
                        return !unstarted.contains(container);
                    }
                });
    }

    private static Pod pod(String policy, List<Fields> init, String... containers) {
        List<@Nullable Object> regular = new ArrayList<>();
        for (String name : containers) {
            regular.add(Fields.of("name", name));
        }
        return new Pod(
                Fields.of(
                        "spec",
                        Fields.of("restartPolicy", policy)
                                .with("initContainers", List.copyOf(init))
                                .with("containers", regular)));
    }

    private static Fields init(String name) {
        return Fields.of("name", name);
    }

    private static Fields sidecar(String name) {
        return Fields.of("name", name).with("restartPolicy", "Always");
    }

    private static ObservedPod observed(boolean isReady, ObservedContainer... containers) {
        return new ObservedPod(
                "u",
                "p",
                "n",
                List.of(new ObservedSandbox(SANDBOX, 0, isReady, NOW, false, List.of("10.0.0.1"))),
                List.of(containers));
    }

    private static ObservedContainer container(
            String name, State state, int exitCode, String sandbox) {
        return new ObservedContainer(
                "id-" + name,
                name,
                sandbox,
                state,
                NOW,
                NOW,
                NOW,
                exitCode,
                "",
                "",
                "",
                "",
                "",
                Map.of(Names.HASH, ContainerConfigs.hash(new Container(Fields.of("name", name)))));
    }

    private static ObservedContainer running(String name) {
        return container(name, State.RUNNING, 0, SANDBOX);
    }

    private static ObservedContainer exited(String name, int exitCode) {
        return container(name, State.EXITED, exitCode, SANDBOX);
    }

    private static List<String> names(PodPlan plan) {
        return plan.start().stream().map(Container::name).toList();
    }

    @Test
    void makesASandboxFirst() {
        PodPlan plan = plan(pod("Always", List.of(), "a"), ObservedPod.nothing("u", "p", "n"));

        assertThat(plan.newSandbox()).isZero();
        assertThat(plan.start()).isEmpty();
    }

    @Test
    void startsAllContainersAtOnce() {
        PodPlan plan = plan(pod("Always", List.of(), "a", "b"), observed(true));

        assertThat(names(plan)).containsExactly("a", "b");
    }

    @Test
    void startsInitContainersOneAfterAnother() {
        Pod pod = pod("Always", List.of(init("i1"), init("i2")), "a");

        assertThat(names(plan(pod, observed(true)))).containsExactly("i1");
        assertThat(names(plan(pod, observed(true, running("i1"))))).isEmpty();
        assertThat(names(plan(pod, observed(true, exited("i1", 0))))).containsExactly("i2");
        assertThat(names(plan(pod, observed(true, exited("i1", 0), exited("i2", 0)))))
                .containsExactly("a");
    }

    @Test
    void triesAFailedInitContainerAgainUnlessThePodNeverRestarts() {
        assertThat(
                        names(
                                plan(
                                        pod("Always", List.of(init("i")), "a"),
                                        observed(true, exited("i", 1)))))
                .containsExactly("i");
        assertThat(
                        plan(pod("Never", List.of(init("i")), "a"), observed(true, exited("i", 1)))
                                .isOver())
                .isTrue();
    }

    @Test
    void waitsUntilASidecarHasStarted() {
        Pod pod = pod("Always", List.of(sidecar("s"), init("i")), "a");
        unstarted.add("id-s");

        assertThat(names(plan(pod, observed(true, running("s"))))).isEmpty();

        unstarted.clear();

        assertThat(names(plan(pod, observed(true, running("s"))))).containsExactly("i");
    }

    @Test
    void restartsASidecarWhateverThePodsPolicy() {
        Pod pod = pod("Never", List.of(sidecar("s")), "a");

        assertThat(names(plan(pod, observed(true, exited("s", 0), running("a")))))
                .containsExactly("s");
    }

    @Test
    void restartsAsThePolicySays() {
        assertThat(names(plan(pod("Always", List.of(), "a"), observed(true, exited("a", 0)))))
                .containsExactly("a");
        assertThat(names(plan(pod("OnFailure", List.of(), "a"), observed(true, exited("a", 1)))))
                .containsExactly("a");
        assertThat(plan(pod("OnFailure", List.of(), "a"), observed(true, exited("a", 0))).isOver())
                .isTrue();
        assertThat(plan(pod("Never", List.of(), "a"), observed(true, exited("a", 1))).isOver())
                .isTrue();
    }

    @Test
    void isNotOverWhileOneContainerRuns() {
        PodPlan plan =
                plan(
                        pod("Never", List.of(), "a", "b"),
                        observed(true, exited("a", 0), running("b")));

        assertThat(plan.isOver()).isFalse();
        assertThat(plan.start()).isEmpty();
    }

    @Test
    void beginsAnewInANewSandbox() {
        Pod pod = pod("Always", List.of(init("i")), "a");
        ObservedContainer old = container("i", State.EXITED, 0, "s0");

        assertThat(plan(pod, observed(false, old)).newSandbox()).isEqualTo(1);
        assertThat(names(plan(pod, observed(true, old)))).containsExactly("i");
    }

    @Test
    void makesNoNewSandboxForAPodThatHasEnded() {
        assertThat(plan(pod("Never", List.of(), "a"), observed(false, exited("a", 0))).isOver())
                .isTrue();
        assertThat(plan(pod("OnFailure", List.of(), "a"), observed(false, exited("a", 0))).isOver())
                .isTrue();
    }

    @Test
    void stopsAContainerThatIsNotAlive() {
        sick.add("id-a");

        PodPlan plan = plan(pod("Always", List.of(), "a"), observed(true, running("a")));

        assertThat(plan.stop())
                .extracting(PodPlan.Stop::message)
                .containsExactly("Container a failed liveness probe, will be restarted");
    }

    @Test
    void startsNothingInAPodThatIsBeingDeleted() {
        Pod pod = pod("Always", List.of(), "a");
        Pod deleted =
                pod.withFields(
                        pod.fields()
                                .withAt("2026-01-02T03:04:05Z", "metadata", "deletionTimestamp"));

        assertThat(plan(deleted, observed(true, exited("a", 1))).isOver()).isTrue();
    }
}
