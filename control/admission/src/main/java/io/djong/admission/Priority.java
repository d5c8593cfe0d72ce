package io.djong.admission;

import io.djong.api.scheduling.v1.PriorityClass;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// Turns the name of a priority class into a number; sees to it that one class at most is the default.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ Pod Priority and Preemption
public final class Priority implements AdmissionPlugin {

    private static final Set<String> SYSTEM_CLASSES =
            Set.of("system-cluster-critical", "system-node-critical");
    private static final String PREEMPTS = "PreemptLowerPriority";

    private final Lookup<PriorityClass> classes;

    public Priority(Lookup<PriorityClass> classes) {
        this.classes = classes;
    }

    private record Computed(String className, long value, String policy) {
        static Computed of(PriorityClass found) {
            String policy = found.fields().string("preemptionPolicy");
            return new Computed(
                    found.name(),
                    found.fields().integer("value"),
                    policy.isEmpty() ? PREEMPTS : policy);
        }
    }

    @Override
    public Fields mutate(Review review) {
        if (!review.isOf("", "pods")) {
            return review.object();
        }
        return switch (review) {
            case Review.Create _ -> compute(review);
            case Review.Update _ -> keep(review);
            case Review.Delete _, Review.Connect _ -> review.object();
        };
    }

    private Fields compute(Review review) {
        Fields spec = PodTrees.spec(review.object());
        String name = spec.string("priorityClassName");
        Computed computed = name.isEmpty() ? defaultPriority() : find(review, name);
        if (spec.value("priority") instanceof Number given
                && given.longValue() != computed.value()) {
            throw review.forbidden(
                    "the integer value of priority (%d) must not be provided in pod spec; priority admission controller computed %d from the given PriorityClass name"
                            .formatted(given.longValue(), computed.value()));
        }
        String policy = spec.string("preemptionPolicy");
        if (!policy.isEmpty() && !policy.equals(computed.policy())) {
            throw review.forbidden(
                    "the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority admission controller computed %s from the given PriorityClass name"
                            .formatted(policy, computed.policy()));
        }
        if (!computed.className().isEmpty()) {
            spec = spec.with("priorityClassName", computed.className());
        }
        return review.object()
                .with(
                        "spec",
                        spec.with("priority", computed.value())
                                .with("preemptionPolicy", computed.policy()));
    }

    private Computed find(Review review, String name) {
        return classes.find(ObjectKey.of(name))
                .map(Computed::of)
                .orElseThrow(() ->
                        review.forbidden("no PriorityClass with name " + name + " was found"));
    }

    private Computed defaultPriority() {
        return defaultClass().map(Computed::of).orElse(new Computed("", 0, PREEMPTS));
    }

    /// The lowest one, should there be several.
    private Optional<PriorityClass> defaultClass() {
        return classes.list("").stream()
                .filter(one -> one.fields().bool("globalDefault"))
                .min(Comparator.comparingLong(one -> one.fields().integer("value")));
    }

    /// Clients that do not know the fields leave them out of updates.
    private static Fields keep(Review review) {
        Fields old = PodTrees.spec(review.old());
        Fields spec = PodTrees.spec(review.object());
        for (String field : new String[] {"priority", "preemptionPolicy"}) {
            if (spec.value(field) == null && old.value(field) != null) {
                spec = spec.with(field, old.value(field));
            }
        }
        return review.object().with("spec", spec);
    }

    @Override
    public void validate(Review review) {
        if (!review.isOf("scheduling.k8s.io", "priorityclasses")) {
            return;
        }
        switch (review) {
            case Review.Create _ -> requireOneDefault(review, "");
            case Review.Update _ -> requireOneDefault(review, review.call().name());
            case Review.Delete _ -> {
                if (SYSTEM_CLASSES.contains(review.call().name())) {
                    throw review.forbidden("this is a system priority class and cannot be deleted");
                }
            }
            case Review.Connect _ -> {}
        }
    }

    private void requireOneDefault(Review review, String own) {
        if (!review.object().bool("globalDefault")) {
            return;
        }
        defaultClass()
                .filter(other -> !other.name().equals(own))
                .ifPresent(other -> {
                    throw review.forbidden(
                            "PriorityClass %s is already marked as default. Only one default can exist"
                                    .formatted(other.name()));
                });
    }
}
