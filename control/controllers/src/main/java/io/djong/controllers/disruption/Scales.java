package io.djong.controllers.disruption;

import io.djong.api.ApiObject;
import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.StatefulSet;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.ReplicationController;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Informers;
import io.djong.client.Lister;
import io.djong.meta.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many pods the controllers of given pods ask for: a Deployment's counts once, however many ReplicaSets it has.
final class Scales {

    private final Lister<Deployment> deployments;
    private final Lister<ReplicaSet> replicaSets;
    private final Lister<StatefulSet> statefulSets;
    private final Lister<ReplicationController> replicationControllers;

    private record Scale(String uid, int replicas) {
        static Scale of(ApiObject<?> object, @Nullable Integer replicas) {
            return new Scale(object.uid(), replicas == null ? 1 : replicas);
        }
    }

    Scales(Informers informers) {
        this.deployments = informers.of(Deployment.KIND);
        this.replicaSets = informers.of(ReplicaSet.KIND);
        this.statefulSets = informers.of(StatefulSet.KIND);
        this.replicationControllers = informers.of(ReplicationController.KIND);
    }

    /// @throws UnknownScaleException when a pod has no controller whose size is known
    int total(List<Pod> pods) {
        Map<String, Integer> byController = new HashMap<>();
        for (Pod pod : pods) {
            OwnerReference owner = pod.controller();
            if (owner == null) {
                throw new UnknownScaleException(
                        "found no controller ref for pod \"" + pod.name() + "\"");
            }
            Scale scale = find(pod, owner);
            if (scale == null) {
                throw new UnknownScaleException(
                        "found no controllers for pod \"" + pod.name() + "\"");
            }
            byController.put(scale.uid, scale.replicas);
        }
        return byController.values().stream().mapToInt(Integer::intValue).sum();
    }

    private @Nullable Scale find(Pod pod, OwnerReference owner) {
        ObjectKey key = ObjectKey.of(pod.namespace(), owner.name());
        return switch (owner.kind()) {
            case "ReplicaSet" -> replicaSets.find(key).map(this::ofSet).orElse(null);
            case "StatefulSet" ->
                    statefulSets
                            .find(key)
                            .map(set -> Scale.of(set, set.spec().replicas()))
                            .orElse(null);
            case "ReplicationController" ->
                    replicationControllers
                            .find(key)
                            .map(one -> Scale.of(one, one.spec().replicas()))
                            .orElse(null);
            default -> null;
        };
    }

    private Scale ofSet(ReplicaSet set) {
        OwnerReference owner = set.controller();
        if (owner != null && owner.kind().equals("Deployment")) {
            return deployments
                    .find(ObjectKey.of(set.namespace(), owner.name()))
                    .map(deployment -> Scale.of(deployment, deployment.spec().replicas()))
                    .orElse(Scale.of(set, set.spec().replicas()));
        }
        return Scale.of(set, set.spec().replicas());
    }

    /// A percentage has nothing to be a percentage of.
    static final class UnknownScaleException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String why;

        UnknownScaleException(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
