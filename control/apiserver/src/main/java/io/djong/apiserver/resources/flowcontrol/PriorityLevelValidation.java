package io.djong.apiserver.resources.flowcontrol;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a PriorityLevelConfiguration must be like. Texts as in Kubernetes 1.36.
final class PriorityLevelValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final long QUEUES_MAX = 10_000_000;
    private static final String NOT_NEGATIVE = "must be a non-negative integer";
    private static final String BETWEEN = "must be between 0 and 100, inclusive";

    /// A hand of queues is drawn from one hash of that many bits.
    private static final int HASH_BITS = 60;

    private PriorityLevelValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields exempt = spec.fieldsOrNull("exempt");
        Fields limited = spec.fieldsOrNull("limited");
        boolean isExempt = Trees.name(object).equals("exempt");
        String type = spec.string("type");
        if (isExempt != type.equals("Exempt")) {
            errors.invalid(
                    SPEC.child("type"),
                    type,
                    "type must be 'Exempt' if and only if name is 'exempt'");
        }
        switch (type) {
            case "Exempt" -> {
                if (limited != null) {
                    errors.forbidden(
                            SPEC.child("limited"), "must be nil if the type is not Limited");
                }
                if (exempt != null) {
                    exempt(exempt, SPEC.child("exempt"), errors);
                }
            }
            case "Limited" -> {
                if (exempt != null) {
                    errors.forbidden(SPEC.child("exempt"), "must be nil if the type is Limited");
                }
                if (limited == null) {
                    errors.required(
                            SPEC.child("limited"), "must not be empty when type is Limited");
                } else {
                    limited(limited, SPEC.child("limited"), errors);
                }
            }
            default -> errors.notSupported(SPEC.child("type"), type, "Exempt", "Limited");
        }
        FlowSchemaValidation.status(object, errors);
    }

    private static void exempt(Fields exempt, FieldPath path, FieldErrors errors) {
        Long shares = exempt.integerOrNull("nominalConcurrencyShares");
        if (shares != null && shares < 0) {
            errors.invalid(path.child("nominalConcurrencyShares"), shares, NOT_NEGATIVE);
        }
        percent(exempt.integerOrNull("lendablePercent"), path.child("lendablePercent"), errors);
    }

    private static void percent(@Nullable Long percent, FieldPath path, FieldErrors errors) {
        if (percent != null && (percent < 0 || percent > 100)) {
            errors.invalid(path, percent, BETWEEN);
        }
    }

    private static void limited(Fields limited, FieldPath path, FieldErrors errors) {
        long shares = limited.integer("nominalConcurrencyShares");
        if (shares < 0) {
            errors.invalid(path.child("nominalConcurrencyShares"), shares, NOT_NEGATIVE);
        }
        response(limited.fields("limitResponse"), path.child("limitResponse"), errors);
        percent(limited.integerOrNull("lendablePercent"), path.child("lendablePercent"), errors);
        Long borrowing = limited.integerOrNull("borrowingLimitPercent");
        if (borrowing != null && borrowing < 0) {
            errors.invalid(
                    path.child("borrowingLimitPercent"),
                    borrowing,
                    "if specified, must be a non-negative integer");
        }
    }

    private static void response(Fields response, FieldPath path, FieldErrors errors) {
        Fields queuing = response.fieldsOrNull("queuing");
        switch (response.string("type")) {
            case "Reject" -> {
                if (queuing != null) {
                    errors.forbidden(
                            path.child("queuing"),
                            "must be nil if limited.limitResponse.type is not Limited");
                }
            }
            case "Queue" -> {
                if (queuing == null) {
                    errors.required(
                            path.child("queuing"),
                            "must not be empty if limited.limitResponse.type is Limited");
                } else {
                    queuing(queuing, path.child("queuing"), errors);
                }
            }
            default ->
                    Checks.supported(
                            response.string("type"),
                            List.of("Queue", "Reject"),
                            path.child("type"),
                            errors);
        }
    }

    private static void queuing(Fields queuing, FieldPath path, FieldErrors errors) {
        long length = queuing.integer("queueLengthLimit");
        long queues = queuing.integer("queues");
        long hand = queuing.integer("handSize");
        positive(length, path.child("queueLengthLimit"), errors);
        if (queues <= 0) {
            errors.invalid(path.child("queues"), queues, "must be positive");
        } else if (queues > QUEUES_MAX) {
            errors.invalid(path.child("queues"), queues, "must not be greater than " + QUEUES_MAX);
        }
        positive(hand, path.child("handSize"), errors);
        if (hand > 0 && hand > queues) {
            errors.invalid(
                    path.child("handSize"),
                    hand,
                    "should not be greater than queues (" + queues + ")");
        } else if (hand > 0 && bits(hand, queues) > HASH_BITS) {
            errors.invalid(
                    path.child("handSize"),
                    hand,
                    "required entropy bits of deckSize "
                            + queues
                            + " and handSize "
                            + hand
                            + " should not be greater than "
                            + HASH_BITS);
        }
    }

    private static void positive(long value, FieldPath path, FieldErrors errors) {
        if (value <= 0) {
            errors.invalid(path, value, "must be positive");
        }
    }

    /// How many bits it takes to deal a hand, as upstream estimates it.
    private static int bits(long hand, long queues) {
        return (int) Math.ceil(Math.log((double) queues) / Math.log(2) * hand);
    }
}
