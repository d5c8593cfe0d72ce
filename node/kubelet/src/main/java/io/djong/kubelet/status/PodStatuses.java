package io.djong.kubelet.status;

import io.djong.api.core.v1.ContainerState;
import io.djong.api.core.v1.ContainerStateTerminated;
import io.djong.api.core.v1.ContainerStatus;
import io.djong.api.core.v1.HostIP;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodCondition;
import io.djong.api.core.v1.PodIP;
import io.djong.api.core.v1.PodStatus;
import io.djong.kubelet.containers.ObservedPod;
import io.djong.kubelet.containers.PodContainers;
import io.djong.kubelet.containers.PodResources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes the status of a pod.
public final class PodStatuses {

    private static final String UNKNOWN = "ContainerStatusUnknown";
    private static final int KILLED = 137;

    private final List<String> hostAddresses;

    /// @param hostAddresses the node's, the primary one first
    public PodStatuses(List<String> hostAddresses) {
        this.hostAddresses = List.copyOf(hostAddresses);
    }

    /// A pod that ended for a reason of its own, which the runtime does not know.
    ///
    /// @param disruption the reason of a `DisruptionTarget` condition, or null for none
    public record Ending(
            String reason, String message, @Nullable String disruption, String disruptionMessage) {

        public static Ending of(String reason, String message) {
            return new Ending(reason, message, null, "");
        }
    }

    /// Everything a status is made of.
    ///
    /// @param before what was reported last
    /// @param waiting why containers that should run do not, by name
    /// @param isOver nothing will be started any more
    /// @param ending why the pod was ended, or null
    public record Situation(
            Pod pod,
            PodStatus before,
            ObservedPod observed,
            Map<String, Waiting> waiting,
            Verdicts verdicts,
            boolean isOver,
            @Nullable Ending ending,
            Instant now) {}

    public PodStatus of(Situation is) {
        Pod pod = is.pod();
        PodStatus before = is.before();
        ContainerStatuses containers =
                new ContainerStatuses(pod, is.observed(), is.waiting(), is.verdicts());
        List<ContainerStatus> init =
                containers.of(pod.spec().initContainers(), before.initContainerStatuses());
        List<ContainerStatus> regular =
                containers.of(pod.spec().containers(), before.containerStatuses());
        List<ContainerStatus> all = new ArrayList<>(init);
        all.addAll(regular);
        String phase =
                Phases.of(pod, all, is.isOver(), regular.stream().anyMatch(Conditions::hasStarted));
        Ending ending = is.ending();
        if (ending != null) {
            phase = "Failed";
        } else if (isTerminal(before.phase())) {
            phase = before.phase();
        }
        boolean hasSandbox = is.observed().readySandbox().isPresent();
        PodStatus status =
                before.withPhase(phase)
                        .withConditions(
                                Conditions.of(
                                        pod, all, phase, hasSandbox, before.conditions(), is.now()))
                        .withStartTime(before.startTime() == null ? is.now() : before.startTime())
                        .withQosClass(
                                before.qosClass().isEmpty()
                                        ? PodResources.qos(pod)
                                        : before.qosClass())
                        .withContainerStatuses(regular)
                        .withInitContainerStatuses(init)
                        .withEphemeralContainerStatuses(
                                containers.of(
                                        PodContainers.ephemeral(pod),
                                        before.ephemeralContainerStatuses()));
        if (pod.metadata().generation() != 0) {
            status = status.withObservedGeneration(pod.metadata().generation());
        }
        return withEnding(withAddresses(status, is), is);
    }

    private PodStatus withEnding(PodStatus status, Situation is) {
        Ending ending = is.ending();
        if (ending == null) {
            return status.withReason(is.before().reason()).withMessage(is.before().message());
        }
        PodStatus ended = status.withReason(ending.reason()).withMessage(ending.message());
        String disruption = ending.disruption();
        if (disruption == null) {
            return ended;
        }
        PodCondition condition =
                Conditions.timed(
                        PodCondition.EMPTY
                                .withType(Conditions.DISRUPTION_TARGET)
                                .withStatus("True")
                                .withReason(disruption)
                                .withMessage(ending.disruptionMessage()),
                        is.before().conditions(),
                        is.now());
        List<PodCondition> conditions = new ArrayList<>(ended.conditions());
        conditions.removeIf(one -> one.type().equals(Conditions.DISRUPTION_TARGET));
        conditions.add(condition);
        return ended.withConditions(conditions);
    }

    private PodStatus withAddresses(PodStatus status, Situation is) {
        List<String> own =
                is.pod().spec().hostNetwork() ? hostAddresses : is.observed().addresses();
        PodStatus addressed =
                status.withHostIP(hostAddresses.getFirst())
                        .withHostIPs(
                                hostAddresses.stream().map(ip -> HostIP.EMPTY.withIp(ip)).toList());
        if (own.isEmpty() || (is.observed().sandboxes().isEmpty() && is.isOver())) {
            // The sandbox is gone; what was known stays known.
            return addressed.withPodIP(is.before().podIP()).withPodIPs(is.before().podIPs());
        }
        return addressed
                .withPodIP(own.getFirst())
                .withPodIPs(own.stream().map(ip -> PodIP.EMPTY.withIp(ip)).toList());
    }

    /// The last status of a pod whose containers have all ended: what never ran counts as lost, and the phase is final.
    public static PodStatus finished(Pod pod, PodStatus status) {
        boolean wasInitialized =
                pod.spec().initContainers().isEmpty()
                        || status.containerStatuses().stream().anyMatch(Conditions::hasStarted);
        PodStatus ended =
                wasInitialized
                        ? status.withContainerStatuses(
                                status.containerStatuses().stream()
                                        .map(PodStatuses::ended)
                                        .toList())
                        : status;
        return isTerminal(ended.phase()) ? ended : ended.withPhase("Failed");
    }

    private static ContainerStatus ended(ContainerStatus status) {
        if (status.state().terminated() != null) {
            return status;
        }
        return status.withState(
                        ContainerState.EMPTY.withTerminated(
                                ContainerStateTerminated.EMPTY
                                        .withExitCode(KILLED)
                                        .withReason(UNKNOWN)
                                        .withMessage(
                                                "The container could not be located when the pod was terminated")
                                        .withStartedAt(null)
                                        .withFinishedAt(null)))
                .withReady(false);
    }

    /// What was reported last, with the conditions of others as the API has them now.
    public static PodStatus merged(PodStatus last, PodStatus fromApi) {
        return last.withConditions(Conditions.merged(last.conditions(), fromApi.conditions()));
    }

    public static boolean isTerminal(String phase) {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
