package io.djong.controllers.deployment;

import io.djong.api.apps.v1.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spreads a change of a Deployment's size over its ReplicaSets in the middle of a rollout, in proportion to their sizes.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling Proportional scaling
final class ProportionalScale {

    private ProportionalScale() {}

    /// The size that each active set shall have.
    static Map<ReplicaSet, Integer> sizes(Rollout rollout) {
        List<ReplicaSet> sets = new ArrayList<>(Rollout.active(rollout.all()));
        int allowed = rollout.wanted() > 0 ? rollout.wanted() + rollout.maxSurge() : 0;
        int toAdd = allowed - Rollout.replicas(sets);
        sets.sort(largestFirst(toAdd > 0));

        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        int added = 0;
        for (ReplicaSet set : sets) {
            int share = share(rollout, set, toAdd, added);
            added += share;
            sizes.put(set, Rollout.replicas(set) + share);
        }
        if (!sets.isEmpty() && toAdd != 0) {
            int leftover = toAdd - added;
            sizes.merge(sets.getFirst(), leftover, (size, more) -> Math.max(0, size + more));
        }
        return sizes;
    }

    /// Of equal sizes the newer set grows first and the older one shrinks first.
    private static Comparator<ReplicaSet> largestFirst(boolean newerFirst) {
        Comparator<ReplicaSet> byAge =
                newerFirst ? Rollout.OLDEST_FIRST.reversed() : Rollout.OLDEST_FIRST;
        return Comparator.comparingInt((ReplicaSet set) -> -Rollout.replicas(set))
                .thenComparing(byAge);
    }

    private static int share(Rollout rollout, ReplicaSet set, int toAdd, int added) {
        if (Rollout.replicas(set) == 0 || toAdd == 0 || toAdd == added) {
            return 0;
        }
        int fraction = fraction(rollout, set);
        int left = toAdd - added;
        return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    private static int fraction(Rollout rollout, ReplicaSet set) {
        int replicas = Rollout.replicas(set);
        if (rollout.wanted() == 0) {
            return -replicas;
        }
        int noted = RevisionAnnotations.number(set.annotations().get(RevisionAnnotations.MAX));
        int before = noted == 0 ? rollout.deployment().status().replicas() : noted;
        if (before == 0) {
            return 0;
        }
        double size = (double) replicas * (rollout.wanted() + rollout.maxSurge()) / before;
        return (int) Math.round(size) - replicas;
    }
}
