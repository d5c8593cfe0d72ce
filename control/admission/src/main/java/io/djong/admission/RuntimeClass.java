package io.djong.admission;

import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Copies what a runtime class costs and where it runs into its pods.
///
/// @spec https://kubernetes.io/docs/concepts/containers/runtime-class/ Runtime Class
public final class RuntimeClass implements AdmissionPlugin {

    private final Lookup<io.djong.api.node.v1.RuntimeClass> classes;

    public RuntimeClass(Lookup<io.djong.api.node.v1.RuntimeClass> classes) {
        this.classes = classes;
    }

    @Override
    public Fields mutate(Review review) {
        if (!(review instanceof Review.Create) || !review.isOf("", "pods")) {
            return review.object();
        }
        Fields pod = review.object();
        Optional<Fields> found = find(review);
        if (found.isEmpty()) {
            return pod;
        }
        Fields spec = PodTrees.spec(pod);
        Fields fixed = found.get().fields("overhead").fields("podFixed");
        if (!fixed.isEmpty()) {
            Fields given = spec.fields("overhead");
            if (!given.isEmpty() && !amounts(given).equals(amounts(fixed))) {
                throw review.forbidden(
                        "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
            }
            spec = spec.with("overhead", fixed);
        }
        return pod.with("spec", schedule(review, spec, found.get().fields("scheduling")));
    }

    @Override
    public void validate(Review review) {
        if (!(review instanceof Review.Create) || !review.isOf("", "pods")) {
            return;
        }
        Fields fixed = find(review).orElse(Fields.EMPTY).fields("overhead").fields("podFixed");
        Fields given = PodTrees.spec(review.object()).fields("overhead");
        if (!given.isEmpty() && fixed.isEmpty()) {
            throw review.forbidden(
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
        if (!fixed.isEmpty() && !amounts(given).equals(amounts(fixed))) {
            throw review.forbidden(
                    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }
    }

    private Optional<Fields> find(Review review) {
        String name = PodTrees.spec(review.object()).string("runtimeClassName");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                classes.find(ObjectKey.of(name))
                        .orElseThrow(() ->
                                review.forbidden(
                                        "pod rejected: RuntimeClass \"%s\" not found"
                                                .formatted(name)))
                        .fields());
    }

    private static Map<String, Quantity> amounts(Fields resources) {
        Map<String, Quantity> amounts = new HashMap<>();
        resources.forEach(
                (name, amount) -> amounts.put(name, Quantity.parse(String.valueOf(amount))));
        return amounts;
    }

    private static Fields schedule(Review review, Fields spec, Fields scheduling) {
        Fields selector = spec.fields("nodeSelector");
        Fields.Builder merged = selector.toBuilder();
        scheduling
                .fields("nodeSelector")
                .forEach((key, value) -> {
                    Object own = selector.value(key);
                    if (own != null && !own.equals(value)) {
                        throw review.forbidden(
                                "conflict: runtimeClass.scheduling.nodeSelector[%s] = %s; pod.spec.nodeSelector[%s] = %s"
                                        .formatted(key, value, key, own));
                    }
                    merged.set(key, value);
                });
        Fields result = merged.size() == 0 ? spec : spec.with("nodeSelector", merged.build());
        for (Fields toleration : PodTrees.objects(scheduling, "tolerations")) {
            if (!result.list("tolerations").contains(toleration)) {
                result = PodTrees.append(result, "tolerations", toleration);
            }
        }
        return result;
    }
}
