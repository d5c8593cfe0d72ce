package io.djong.apiserver.resources.apps;

import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What the numbers in the status of a workload must be like: none below zero, no part larger than the whole.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/apps/validation/validation.go Validation
final class StatusCounts {

    private static final FieldPath STATUS = FieldPath.of("status");

    private final Fields status;
    private final FieldErrors errors;

    private StatusCounts(Fields object, FieldErrors errors) {
        this.status = object.fields("status");
        this.errors = errors;
    }

    static void validateDeployment(Fields object, Fields before, FieldErrors errors) {
        new StatusCounts(object, errors)
                .notNegative(
                        "observedGeneration",
                        "replicas",
                        "updatedReplicas",
                        "readyReplicas",
                        "availableReplicas",
                        "unavailableReplicas",
                        "terminatingReplicas",
                        "collisionCount")
                .withinReplicas("updatedReplicas", "readyReplicas", "availableReplicas")
                .availableWithinReady("readyReplicas")
                .collisionsGrow(before);
    }

    static void validateReplicaSet(Fields object, FieldErrors errors) {
        new StatusCounts(object, errors)
                .notNegative(
                        "replicas",
                        "fullyLabeledReplicas",
                        "readyReplicas",
                        "availableReplicas",
                        "terminatingReplicas",
                        "observedGeneration")
                .withinReplicas("fullyLabeledReplicas", "readyReplicas", "availableReplicas")
                .availableWithinReady("readyReplicas");
    }

    static void validateStatefulSet(Fields object, Fields before, FieldErrors errors) {
        new StatusCounts(object, errors)
                .notNegative(
                        "replicas",
                        "readyReplicas",
                        "currentReplicas",
                        "updatedReplicas",
                        "availableReplicas",
                        "observedGeneration",
                        "collisionCount")
                .withinReplicas(
                        "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas")
                .availableWithinReady("status.readyReplicas")
                .collisionsGrow(before);
    }

    static void validateDaemonSet(Fields object, Fields before, FieldErrors errors) {
        new StatusCounts(object, errors)
                .notNegative(
                        "currentNumberScheduled",
                        "numberMisscheduled",
                        "desiredNumberScheduled",
                        "numberReady",
                        "observedGeneration",
                        "updatedNumberScheduled",
                        "numberAvailable",
                        "numberUnavailable",
                        "collisionCount")
                .collisionsGrow(before);
    }

    private StatusCounts notNegative(String... names) {
        for (String name : names) {
            Checks.notNegative(status.integer(name), STATUS.child(name), errors);
        }
        return this;
    }

    private StatusCounts withinReplicas(String... names) {
        for (String name : List.of(names)) {
            if (status.integer(name) > status.integer("replicas")) {
                errors.invalid(
                        STATUS.child(name),
                        status.integer(name),
                        "cannot be greater than status.replicas");
            }
        }
        return this;
    }

    private StatusCounts availableWithinReady(String named) {
        long available = status.integer("availableReplicas");
        if (available > status.integer("readyReplicas")) {
            errors.invalid(
                    STATUS.child("availableReplicas"),
                    available,
                    "cannot be greater than " + named);
        }
        return this;
    }

    private void collisionsGrow(Fields before) {
        long count = status.integer("collisionCount");
        if (count < before.fields("status").integer("collisionCount")) {
            errors.invalid(STATUS.child("collisionCount"), count, "cannot be decremented");
        }
    }
}
