package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.List;

/// Makes every container pull its image, so that nobody runs an image that only others may pull.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages AlwaysPullImages
public final class AlwaysPullImages implements AdmissionPlugin {

    private static final List<String> LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    @Override
    public Fields mutate(Review review) {
        if (!concerns(review)) {
            return review.object();
        }
        Fields spec = PodTrees.spec(review.object());
        for (String list : LISTS) {
            spec = PodTrees.mapObjects(spec, list, one -> one.with("imagePullPolicy", "Always"));
        }
        return review.object().with("spec", spec);
    }

    @Override
    public void validate(Review review) {
        if (!concerns(review)) {
            return;
        }
        for (Fields container : PodTrees.containers(PodTrees.spec(review.object()))) {
            if (!container.string("imagePullPolicy").equals("Always")) {
                throw review.forbidden(
                        "spec.containers[*].imagePullPolicy: Unsupported value: \"%s\": supported values: \"Always\""
                                .formatted(container.string("imagePullPolicy")));
            }
        }
    }

    private static boolean concerns(Review review) {
        return switch (review) {
            case Review.Create _, Review.Update _ ->
                    review.isOf("", "pods") || review.isOf("", "pods", "ephemeralcontainers");
            case Review.Delete _, Review.Connect _ -> false;
        };
    }
}
