package io.djong.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds pods of lower priority whose end would make room. Pure.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ Pod Priority and Preemption
final class Preemption {

    /// A node, and the pods on it that have to go.
    record Candidate(NodeState node, List<PodState> victims) {

        private int highestPriority() {
            return victims.stream().mapToInt(PodState::priority).max().orElse(Integer.MIN_VALUE);
        }

        private long sumOfPriorities() {
            return victims.stream().mapToLong(PodState::priority).sum();
        }
    }

    /// What came of it: a candidate, or upstream's words for why there is none.
    record Outcome(Optional<Candidate> candidate, String message) {}

    private static final Comparator<PodState> LEAST_IMPORTANT_LAST =
            Comparator.comparingInt((PodState pod) -> -pod.priority()).thenComparing(PodState::key);

    private static final Comparator<Candidate> LEAST_HARM =
            Comparator.comparingInt(Candidate::highestPriority)
                    .thenComparingLong(Candidate::sumOfPriorities)
                    .thenComparingInt(candidate -> candidate.victims().size())
                    .thenComparing(candidate -> candidate.node().name());

    private final Framework framework;

    Preemption(Framework framework) {
        this.framework = framework;
    }

    /// @param rejections what the filters said of each node
    Outcome find(PodState pod, List<NodeState> nodes, List<Verdict> rejections) {
        if ("Never".equals(pod.pod().spec().preemptionPolicy())) {
            return new Outcome(Optional.empty(), "not eligible due to preemptionPolicy=Never.");
        }
        FitFailure failure = new FitFailure(nodes.size());
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (rejections.get(i) instanceof Verdict.RejectsForGood) {
                failure.count("Preemption is not helpful for scheduling");
            } else {
                victims(pod, nodes.get(i))
                        .ifPresentOrElse(
                                candidates::add,
                                () ->
                                        failure.count(
                                                "No preemption victims found for incoming pod"));
            }
        }
        return candidates.stream()
                .min(LEAST_HARM)
                .map(best -> new Outcome(Optional.of(best), ""))
                .orElseGet(() -> new Outcome(Optional.empty(), failure.message()));
    }

    /// Takes all less important pods off a copy of the node, then puts back as many as fit, most important first.
    private Optional<Candidate> victims(PodState pod, NodeState node) {
        List<PodState> lower =
                node.pods().stream()
                        .filter(other -> other.priority() < pod.priority())
                        .sorted(LEAST_IMPORTANT_LAST)
                        .toList();
        if (lower.isEmpty()) {
            return Optional.empty();
        }
        NodeState trial = node.copy();
        lower.forEach(other -> trial.remove(other.uid()));
        if (framework.filter(pod, trial).isPresent()) {
            return Optional.empty();
        }
        List<PodState> victims = new ArrayList<>();
        for (PodState other : lower) {
            trial.add(other);
            if (framework.filter(pod, trial).isPresent()) {
                trial.remove(other.uid());
                victims.add(other);
            }
        }
        return victims.isEmpty() ? Optional.empty() : Optional.of(new Candidate(node, victims));
    }
}
