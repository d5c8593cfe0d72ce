package io.djong.scheduler;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Why a pod fits on no node, counted over all nodes; worded as upstream words it.
final class FitFailure {

    private final int nodes;
    private final Map<String, Integer> counts = new TreeMap<>();

    FitFailure(int nodes) {
        this.nodes = nodes;
    }

    void count(Verdict verdict) {
        switch (verdict) {
            case Verdict.Fits _ -> {}
            case Verdict.Rejects(List<String> reasons) -> reasons.forEach(this::count);
            case Verdict.RejectsForGood(String reason) -> count(reason);
        }
    }

    void count(String reason) {
        counts.merge(reason, 1, Integer::sum);
    }

    /// `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.`
    String message() {
        if (nodes == 0) {
            return "no nodes available to schedule pods";
        }
        StringBuilder message = new StringBuilder("0/" + nodes + " nodes are available:");
        List<String> reasons =
                counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .sorted()
                        .toList();
        if (!reasons.isEmpty()) {
            message.append(' ').append(String.join(", ", reasons)).append('.');
        }
        return message.toString();
    }
}
