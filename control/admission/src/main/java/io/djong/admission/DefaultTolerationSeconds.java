package io.djong.admission;

import io.djong.meta.tree.Fields;

/// Lets pods stay on a node that is lost for five minutes, unless they say themselves how long.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaulttolerationseconds DefaultTolerationSeconds
public final class DefaultTolerationSeconds implements AdmissionPlugin {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final long SECONDS = 300;

    @Override
    public Fields mutate(Review review) {
        boolean isWrite = review instanceof Review.Create || review instanceof Review.Update;
        if (!isWrite || !review.isOf("", "pods")) {
            return review.object();
        }
        Fields spec = PodTrees.spec(review.object());
        Fields tolerant = tolerate(tolerate(spec, NOT_READY, spec), UNREACHABLE, spec);
        return review.object().with("spec", tolerant);
    }

    private static Fields tolerate(Fields spec, String taint, Fields asked) {
        for (Fields toleration : PodTrees.objects(asked, "tolerations")) {
            String key = toleration.string("key");
            String effect = toleration.string("effect");
            if ((key.equals(taint) || key.isEmpty())
                    && (effect.equals("NoExecute") || effect.isEmpty())) {
                return spec;
            }
        }
        Fields toleration =
                Fields.builder()
                        .add("key", taint)
                        .add("operator", "Exists")
                        .add("effect", "NoExecute")
                        .add("tolerationSeconds", SECONDS)
                        .build();
        return PodTrees.append(spec, "tolerations", toleration);
    }
}
