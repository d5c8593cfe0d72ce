package io.djong.admission;

import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;

/// Refuses pods that want a whole zone for themselves: hard anti-affinity may only be about nodes.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#limitpodhardantiaffinitytopology LimitPodHardAntiAffinityTopology
public final class LimitPodHardAntiAffinityTopology implements AdmissionPlugin {

    private static final String HOST = "kubernetes.io/hostname";

    @Override
    public void validate(Review review) {
        if (!PodTrees.isWritten(review)) {
            return;
        }
        Fields affinity =
                PodTrees.spec(review.object()).fields("affinity").fields("podAntiAffinity");
        for (Fields term :
                PodTrees.objects(affinity, "requiredDuringSchedulingIgnoredDuringExecution")) {
            String key = term.string("topologyKey");
            if (!key.equals(HOST)) {
                throw new ApiException(
                        Failure.forbidden(
                                "",
                                "pods",
                                review.object().fields("metadata").string("name"),
                                "affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey %s but only key %s is allowed"
                                        .formatted(key, HOST)));
            }
        }
    }
}
