package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.structural.CelRule;
import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.cel.Program;
import io.djong.cel.SchemaType;
import io.djong.meta.tree.Fields;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether rules compile, and what they may cost together. Confined to one call.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions Resource use by validation functions
final class RuleCosts {

    /// For one rule.
    private static final BigInteger RULE_MAX = BigInteger.valueOf(10_000_000);

    /// For all rules of a schema.
    private static final BigInteger SCHEMA_MAX = BigInteger.valueOf(100_000_000);

    private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final long REQUEST_BYTES = 3L * 1024 * 1024;
    private static final int NAMED = 4;

    private record Cost(FieldPath path, BigInteger cost) {}

    private final boolean knownToFit;
    private final FieldErrors errors = new FieldErrors();
    private final List<Cost> expensive = new ArrayList<>();
    private BigInteger total = BigInteger.ZERO;

    /// @param knownToFit whether the schema was accepted before, whatever its rules cost one by one
    RuleCosts(boolean knownToFit) {
        this.knownToFit = knownToFit;
    }

    /// How often a value can be there at most; null for as often as fits.
    static @Nullable BigInteger below(Fields node, @Nullable BigInteger here) {
        Long times =
                switch (node.string("type")) {
                    case "object" ->
                            node.value("additionalProperties") == null
                                    ? Long.valueOf(1)
                                    : node.integerOrNull("maxProperties");
                    case "array" -> node.integerOrNull("maxItems");
                    default -> Long.valueOf(1);
                };
        return here == null || times == null
                ? null
                : here.multiply(BigInteger.valueOf(Math.max(times, 0))).min(MOST);
    }

    /// @param times how often the value can be there, or null
    /// @param uncorrelatable where old and new values cannot be told to be the same, or null
    void check(
            Fields node,
            boolean isRoot,
            @Nullable BigInteger times,
            @Nullable FieldPath uncorrelatable,
            FieldPath path) {
        SchemaNode schema = SchemaNode.of(node);
        FieldPath place = path.child("x-kubernetes-validations");
        SchemaType type = SchemaType.ofOpenApi(node, isRoot || schema.embedded());
        if (type == null) {
            errors.internal(
                    place,
                    "internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations");
            return;
        }
        BigInteger often =
                times != null ? times : BigInteger.valueOf(REQUEST_BYTES / (type.minSize() + 1));
        for (int i = 0; i < schema.rules().size(); i++) {
            CelRule rule = CelRule.compile(schema.rules().get(i), schema, type);
            rule(rule, often, uncorrelatable, place.index(i));
        }
    }

    private void rule(
            CelRule rule, BigInteger often, @Nullable FieldPath uncorrelatable, FieldPath path) {
        Program program = rule.program();
        BigInteger cost =
                program == null ? BigInteger.ZERO : unsigned(program.maxCost()).multiply(often);
        observe("estimated rule cost", cost.min(MOST), path.child("rule"));
        if (rule.error() != null) {
            errors.invalid(path.child("rule"), shown(rule.source()), rule.error());
        }
        if (rule.messageError() != null) {
            errors.invalid(
                    path.child("messageExpression"), shown(rule.source()), rule.messageError());
        } else if (rule.message() != null) {
            observe(
                    "estimated messageExpression cost",
                    unsigned(rule.message().maxCost()),
                    path.child("messageExpression"));
        }
        if (rule.usesOldSelf() && uncorrelatable != null) {
            errors.invalid(
                    path.child("rule"),
                    rule.source().string("rule"),
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                            + uncorrelatable);
        } else if (!rule.usesOldSelf() && rule.source().value("optionalOldSelf") != null) {
            errors.invalid(
                    path.child("optionalOldSelf"),
                    rule.source().value("optionalOldSelf"),
                    "may not be set if oldSelf is not used in rule");
        }
    }

    private static BigInteger unsigned(long cost) {
        return new BigInteger(Long.toUnsignedString(cost));
    }

    private void observe(String what, BigInteger cost, FieldPath path) {
        if (!knownToFit && cost.compareTo(RULE_MAX) > 0) {
            errors.forbidden(path, exceeds(what, cost, RULE_MAX));
        }
        total = total.add(cost).min(MOST);
        if (cost.multiply(BigInteger.valueOf(100)).compareTo(SCHEMA_MAX) >= 0) {
            expensive.add(new Cost(path, cost));
        }
    }

    private static String exceeds(String what, BigInteger cost, BigInteger limit) {
        double times = cost.doubleValue() / limit.doubleValue();
        String factor =
                times > 100
                        ? "more than 100x"
                        : String.format(Locale.ROOT, times < 1.5 ? "%fx" : "%.1fx", times);
        return what
                + " exceeds budget by factor of "
                + factor
                + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }

    /// As upstream's type prints it.
    private static Fields shown(Fields rule) {
        return new Fields.Builder(6)
                .add("Rule", rule.string("rule"))
                .add("Message", rule.string("message"))
                .add("MessageExpression", rule.string("messageExpression"))
                .add("Reason", rule.value("reason"))
                .add("FieldPath", rule.string("fieldPath"))
                .add("OptionalOldSelf", rule.value("optionalOldSelf"))
                .build();
    }

    /// What is wrong with single rules.
    FieldErrors errors() {
        return errors;
    }

    /// What is wrong with all together.
    ///
    /// @param path of the schema
    void checkTotal(FieldPath path, FieldErrors to) {
        if (total.compareTo(SCHEMA_MAX) <= 0) {
            return;
        }
        expensive.stream()
                .sorted(Comparator.comparing(Cost::cost).reversed())
                .limit(NAMED)
                .forEach(one ->
                        to.forbidden(
                                one.path,
                                "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema"));
        to.forbidden(
                path,
                exceeds(
                        "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                        total,
                        SCHEMA_MAX));
    }
}
