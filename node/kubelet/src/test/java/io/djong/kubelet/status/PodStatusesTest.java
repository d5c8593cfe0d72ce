package io.djong.kubelet.status;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.api.core.v1.PodStatus;
import io.djong.kubelet.containers.ObservedContainer;
import io.djong.kubelet.containers.ObservedContainer.State;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.ObservedSandbox;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodStatusesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final PodStatuses statuses = new PodStatuses(List.of("192.168.0.1"));
    private boolean isReady = true;

    private static Pod pod(String policy, String... containers) {
        List<@Nullable Object> regular = new ArrayList<>();
        for (String name : containers) {
            regular.add(Fields.of("name", name).with("image", "img"));
        }
        return new Pod(
                Fields.of("metadata", Fields.of("generation", 1L))
                        .with(
                                "spec",
                                Fields.of("restartPolicy", policy).with("containers", regular)));
    }

    private static ObservedContainer container(String name, State state, int exitCode) {
        return new ObservedContainer(
                "id-" + name,
                name,
                "s",
                state,
                NOW,
                NOW,
                NOW,
                exitCode,
                "",
                "",
                "img",
                "sha256:1",
                "",
                Map.of());
    }

    private PodStatus status(
            Pod pod,
            PodStatus before,
            Map<String, Waiting> waiting,
            ObservedContainer... containers) {
        ObservedPod observed =
                new ObservedPod(
                        "u",
                        "p",
                        "n",
                        List.of(new ObservedSandbox("s", 0, true, NOW, false, List.of("10.0.0.1"))),
                        List.of(containers));
        Verdicts verdicts =
                new Verdicts() {
                    @Override
                    public boolean isStarted(String container) {
                        return true;
                    }

                    @Override
                    public boolean isReady(String container) {
                        return isReady;
                    }
                };
        return statuses.of(
                new PodStatuses.Situation(
                        pod, before, observed, waiting, verdicts, false, null, LATER));
    }

    private PodStatus status(Pod pod, ObservedContainer... containers) {
        return status(pod, PodStatus.EMPTY, Map.of(), containers);
    }

    private static PodCondition condition(PodStatus status, String type) {
        return status.conditions().stream()
                .filter(one -> one.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isPendingUntilAllContainersHaveStarted() {
        Pod pod = pod("Always", "a", "b");

        PodStatus status = status(pod, container("a", State.RUNNING, 0));

        assertThat(status.phase()).isEqualTo("Pending");
        assertThat(requireNonNull(status.containerStatuses().get(1).state().waiting()).reason())
                .isEqualTo("ContainerCreating");
        assertThat(condition(status, "Ready").message())
                .isEqualTo("containers with unready status: [b]");
    }

    @Test
    void isRunningAndReadyWhenItsContainersAre() {
        PodStatus status = status(pod("Always", "a"), container("a", State.RUNNING, 0));

        assertThat(status.phase()).isEqualTo("Running");
        assertThat(condition(status, "Ready").status()).isEqualTo("True");
        assertThat(status.podIP()).isEqualTo("10.0.0.1");
        assertThat(status.hostIP()).isEqualTo("192.168.0.1");
        assertThat(status.observedGeneration()).isEqualTo(1);
    }

    @Test
    void endsAsItsContainersDo() {
        assertThat(status(pod("Never", "a"), container("a", State.EXITED, 0)).phase())
                .isEqualTo("Succeeded");
        assertThat(status(pod("Never", "a"), container("a", State.EXITED, 1)).phase())
                .isEqualTo("Failed");
        assertThat(status(pod("OnFailure", "a"), container("a", State.EXITED, 1)).phase())
                .isEqualTo("Running");
        assertThat(status(pod("Always", "a"), container("a", State.EXITED, 0)).phase())
                .isEqualTo("Running");
    }

    @Test
    void saysPodCompletedWhenItHasSucceeded() {
        PodStatus status = status(pod("Never", "a"), container("a", State.EXITED, 0));

        assertThat(condition(status, "Ready").reason()).isEqualTo("PodCompleted");
        assertThat(condition(status, "Initialized").reason()).isEqualTo("PodCompleted");
    }

    @Test
    void keepsTheTimeOfAConditionThatDidNotChange() {
        Pod pod = pod("Always", "a");
        PodStatus first = status(pod, container("a", State.RUNNING, 0));
        PodStatus before =
                first.withConditions(
                        first.conditions().stream()
                                .map(one -> one.withLastTransitionTime(NOW))
                                .toList());
        isReady = false;

        PodStatus second = status(pod, before, Map.of(), container("a", State.RUNNING, 0));

        assertThat(condition(second, "PodScheduled").lastTransitionTime()).isEqualTo(NOW);
        assertThat(condition(second, "Ready").lastTransitionTime()).isEqualTo(LATER);
    }

    @Test
    void leavesConditionsOfOthersAlone() {
        PodStatus before =
                PodStatus.EMPTY.withConditions(
                        List.of(
                                PodCondition.EMPTY
                                        .withType("example.com/gate")
                                        .withStatus("True")));

        PodStatus status =
                status(pod("Always", "a"), before, Map.of(), container("a", State.RUNNING, 0));

        assertThat(condition(status, "example.com/gate").status()).isEqualTo("True");
    }

    @Test
    void showsABackOffAndTheEndBeforeIt() {
        PodStatus status =
                status(
                        pod("Always", "a"),
                        PodStatus.EMPTY,
                        Map.of("a", new Waiting("CrashLoopBackOff", "back-off 10s")),
                        container("a", State.EXITED, 1));

        var container = status.containerStatuses().getFirst();
        assertThat(requireNonNull(container.state().waiting()).reason())
                .isEqualTo("CrashLoopBackOff");
        assertThat(requireNonNull(container.lastState().terminated()).exitCode()).isEqualTo(1);
        assertThat(status.phase()).isEqualTo("Running");
    }

    @Test
    void whatNeverRanCountsAsLostInTheEnd() {
        Pod pod = pod("Always", "a");

        PodStatus finished = PodStatuses.finished(pod, status(pod));

        assertThat(finished.phase()).isEqualTo("Failed");
        assertThat(
                        requireNonNull(finished.containerStatuses().getFirst().state().terminated())
                                .reason())
                .isEqualTo("ContainerStatusUnknown");
    }
}
