package io.djong.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What calls of Kubernetes' own functions cost at most, by the sizes of their arguments.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/cel/library/cost.go CostEstimator
final class CallSizes {

    static final double STRING_FACTOR = 0.1;
    static final double REGEX_FACTOR = 0.25;

    /// An authorization check: two of them are all that an expression can afford.
    static final long CHECK = 350_000;

    /// A cost and the size of the result; null when unknown.
    record Call(CostEstimate cost, @Nullable CostEstimate resultSize) {
        Call(CostEstimate cost) {
            this(cost, null);
        }
    }

    /// Something with a size.
    ///
    /// @param size null when it is not known
    /// @param elementSize of its elements, if it is a list of known ones
    record Sized(CelType type, @Nullable CostEstimate size, @Nullable CostEstimate elementSize) {
        CostEstimate orUnknown() {
            return size == null ? CostEstimate.UNKNOWN : size;
        }
    }

    private CallSizes() {}

    /// Null when it is none of Kubernetes' functions, or one that costs what any call costs.
    static @Nullable Call of(
            String function, String overload, @Nullable Sized target, List<Sized> args) {
        switch (function) {
            case "check" -> {
                return fixed(CHECK);
            }
            case "serviceAccount",
                    "path",
                    "group",
                    "resource",
                    "subresource",
                    "namespace",
                    "name",
                    "allowed",
                    "reason",
                    "error",
                    "errored",
                    "masked",
                    "prefixLength",
                    "family",
                    "isUnspecified",
                    "isLoopback",
                    "isLinkLocalMulticast",
                    "isLinkLocalUnicast",
                    "sign",
                    "asInteger",
                    "isInteger",
                    "asApproximateFloat",
                    "isGreaterThan",
                    "isLessThan",
                    "compareTo",
                    "add",
                    "sub",
                    "major",
                    "minor",
                    "patch",
                    "format.named" -> {
                return fixed(1);
            }
            default -> {
                if (function.startsWith("sets.") && args.size() == 2) {
                    double factor = function.equals("sets.equivalent") ? 2 : 1;
                    return new Call(
                            args.get(0)
                                    .orUnknown()
                                    .times(args.get(1).orUnknown())
                                    .times(factor)
                                    .plus(CostEstimate.ONE));
                }
                if (function.equals("validate") && target != null && !args.isEmpty()) {
                    return regex(
                            args.getFirst().orUnknown(), CostEstimate.of(FormatRules.REGEX_SIZE));
                }
            }
        }
        return target == null ? global(function, args) : member(function, overload, target, args);
    }

    private static Call fixed(long cost) {
        return new Call(CostEstimate.of(cost));
    }

    private static @Nullable Call global(String function, List<Sized> args) {
        if (args.isEmpty()) {
            return null;
        }
        return switch (function) {
            case "url" -> new Call(args.getFirst().orUnknown().times(STRING_FACTOR));
            case "jsonpatch.escapeKey" -> {
                CostEstimate size = args.getFirst().orUnknown();
                yield new Call(size.times(STRING_FACTOR), size);
            }
            default -> null;
        };
    }

    private static @Nullable Call member(
            String function, String overload, Sized target, List<Sized> args) {
        CostEstimate size = target.orUnknown();
        return switch (function) {
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                    new Call(traversal(target, size));
            case "lowerAscii", "upperAscii", "substring", "trim" ->
                    new Call(size.times(STRING_FACTOR), size);
            case "replace" -> args.size() < 2 ? null : replace(size, args);
            case "split" ->
                    new Call(size.times(2 * STRING_FACTOR), new CostEstimate(0, size.max()));
            case "join" -> join(target, size, args);
            case "find", "findAll" ->
                    new Call(
                            regex(size, args.getFirst().orUnknown()).cost(),
                            new CostEstimate(0, size.max()));
            case "fieldSelector", "labelSelector" ->
                    new Call(args.getFirst().orUnknown().times(STRING_FACTOR));
            case "ip" -> fixed(1);
            case "containsIP", "containsCIDR" -> contains(function, overload, args);
            default -> null;
        };
    }

    private static CostEstimate traversal(Sized target, CostEstimate size) {
        if (target.type().params().isEmpty()) {
            return size.times(STRING_FACTOR);
        }
        CelType.Kind element = target.type().params().getFirst().kind();
        CostEstimate each = CostEstimate.ONE;
        if (element == CelType.Kind.STRING || element == CelType.Kind.BYTES) {
            CostEstimate known = target.elementSize();
            each = each.plus((known == null ? CostEstimate.UNKNOWN : known).times(STRING_FACTOR));
        }
        return size.times(each);
    }

    static Call regex(CostEstimate text, CostEstimate pattern) {
        return new Call(
                text.plus(CostEstimate.ONE)
                        .times(STRING_FACTOR)
                        .times(pattern.times(REGEX_FACTOR)));
    }

    private static Call replace(CostEstimate size, List<Sized> args) {
        CostEstimate old = args.get(0).orUnknown();
        CostEstimate by = args.get(1).orUnknown();
        long countMax = 0;
        long keptMax = 0;
        if (old.min() == 0) {
            countMax = CostEstimate.add(size.max(), 1);
            keptMax = size.max();
        } else if (Long.compareUnsigned(by.max(), old.min()) <= 0) {
            keptMax = size.max();
        } else {
            countMax = CostEstimate.scale(size.max(), 1 / CostEstimate.toDouble(old.min()));
        }
        long countMin = 0;
        long keptMin = 0;
        if (old.max() == 0) {
            countMin = CostEstimate.add(size.min(), 1);
            keptMin = size.min();
        } else if (Long.compareUnsigned(old.max(), by.min()) <= 0) {
            keptMin = size.min();
        } else {
            countMin = CostEstimate.scale(size.min(), 1 / CostEstimate.toDouble(old.max()));
        }
        CostEstimate result =
                new CostEstimate(countMin, countMax)
                        .times(by)
                        .plus(new CostEstimate(keptMin, keptMax));
        return new Call(size.times(2 * STRING_FACTOR), result);
    }

    private static Call join(Sized target, CostEstimate size, List<Sized> args) {
        CostEstimate known = target.elementSize();
        CostEstimate result =
                target.type().params().isEmpty()
                        ? CostEstimate.ZERO
                        : size.times(known == null ? CostEstimate.UNKNOWN : known);
        if (!args.isEmpty()) {
            CostEstimate separators =
                    new CostEstimate(
                            size.min() == 0 ? 0 : size.min() - 1,
                            size.max() == 0 ? 0 : size.max() - 1);
            result = result.plus(args.getFirst().orUnknown().times(separators));
        }
        return new Call(result.times(STRING_FACTOR), result);
    }

    private static Call contains(String function, String overload, List<Sized> args) {
        CostEstimate bytes = new CostEstimate(4, 16);
        CostEstimate cost = bytes.plus(bytes).times(STRING_FACTOR);
        if (function.equals("containsCIDR")) {
            cost = cost.plus(bytes.times(STRING_FACTOR)).plus(CostEstimate.ONE);
        }
        if (overload.endsWith("_string")) {
            cost = cost.plus(args.getFirst().orUnknown().times(STRING_FACTOR));
        }
        return new Call(cost);
    }
}
