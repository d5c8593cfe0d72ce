package io.djong.admission;

import io.djong.meta.tree.Fields;

/// Keeps pods off a new node until it has been found ready.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#taintnodesbycondition TaintNodesByCondition
public final class TaintNodesByCondition implements AdmissionPlugin {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String NO_SCHEDULE = "NoSchedule";

    @Override
    public Fields mutate(Review review) {
        if (!(review instanceof Review.Create) || !review.isOf("", "nodes")) {
            return review.object();
        }
        Fields spec = review.object().fields("spec");
        boolean isTainted =
                PodTrees.objects(spec, "taints").stream()
                        .anyMatch(taint ->
                                taint.string("key").equals(NOT_READY)
                                        && taint.string("effect").equals(NO_SCHEDULE));
        return isTainted
                ? review.object()
                : review.object()
                        .with(
                                "spec",
                                PodTrees.append(
                                        spec,
                                        "taints",
                                        Fields.of("key", NOT_READY, "effect", NO_SCHEDULE)));
    }
}
