package io.djong.controllers.deployment;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.RollingUpdateDeployment;
import io.djong.controllers.support.TemplateHash;
import io.djong.meta.IntOrString;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Deployment with its ReplicaSets, as observed: which one has the current template, which ones are old, and how many pods there are.
///
/// @param current the set of the current template, or null when it does not exist yet
/// @param old all others, oldest first
record Rollout(Deployment deployment, @Nullable ReplicaSet current, List<ReplicaSet> old) {

    static final String HASH_LABEL = "pod-template-hash";

    static final Comparator<ReplicaSet> OLDEST_FIRST =
            Comparator.<ReplicaSet, Instant>comparing(set -> created(set))
                    .thenComparing(ReplicaSet::name);

    static Rollout of(Deployment deployment, List<ReplicaSet> owned) {
        List<ReplicaSet> sorted = new ArrayList<>(owned);
        sorted.sort(OLDEST_FIRST);
        ReplicaSet current = null;
        for (ReplicaSet set : sorted) {
            if (current == null && hasTemplate(set, deployment)) {
                current = set;
            }
        }
        sorted.remove(current);
        return new Rollout(deployment, current, List.copyOf(sorted));
    }

    static boolean hasTemplate(ReplicaSet set, Deployment deployment) {
        return TemplateHash.sameMeaning(
                withoutHash(set.spec().template().fields()),
                withoutHash(deployment.spec().template().fields()));
    }

    private static Fields withoutHash(Fields template) {
        Fields labels = template.fields("metadata").fields("labels");
        return labels.has(HASH_LABEL)
                ? template.withAt(labels.without(HASH_LABEL), "metadata", "labels")
                : template;
    }

    private static Instant created(ReplicaSet set) {
        Instant created = set.metadata().creationTimestamp();
        return created == null ? Instant.MAX : created;
    }

    List<ReplicaSet> all() {
        List<ReplicaSet> all = new ArrayList<>(old);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    List<ReplicaSet> activeOld() {
        return active(old);
    }

    static List<ReplicaSet> active(List<ReplicaSet> sets) {
        return sets.stream().filter(set -> replicas(set) > 0).toList();
    }

    static int replicas(ReplicaSet set) {
        Integer replicas = set.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    static int replicas(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(Rollout::replicas).sum();
    }

    /// How many replicas the Deployment asks for.
    int wanted() {
        Integer replicas = deployment.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    boolean isRolling() {
        return !deployment.spec().strategy().type().equals("Recreate");
    }

    /// How many pods there may be above [#wanted].
    int maxSurge() {
        return isRolling() ? surge() : 0;
    }

    /// How many of [#wanted] may be unavailable.
    int maxUnavailable() {
        if (!isRolling() || wanted() == 0) {
            return 0;
        }
        int unavailable = bound(false).scaled(wanted(), false);
        // With neither surge nor unavailability nothing could ever move.
        return Math.min(wanted(), surge() == 0 && unavailable == 0 ? 1 : unavailable);
    }

    private int surge() {
        return bound(true).scaled(wanted(), true);
    }

    private IntOrString bound(boolean isSurge) {
        RollingUpdateDeployment bounds = deployment.spec().strategy().rollingUpdate();
        IntOrString value =
                bounds == null ? null : isSurge ? bounds.maxSurge() : bounds.maxUnavailable();
        return value == null ? IntOrString.of("25%") : value;
    }
}
