package io.djong.cel;

import io.djong.meta.Quantity;
import java.math.BigDecimal;
import java.util.Map;

/// `quantity('1Gi')`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library Quantities
final class Quantities {

    private Quantities() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("quantity", args -> parse(Strings.text(args[0])));
        all.put("isQuantity", args -> isQuantity(Strings.text(args[0])));
        all.put("sign", args -> (long) quantity(args[0]).signum());
        all.put("asApproximateFloat", args -> quantity(args[0]).amount().doubleValue());
        all.put("isInteger", args -> isInteger(quantity(args[0])));
        all.put("asInteger", args -> asInteger(quantity(args[0])));
        all.put("add", args -> quantity(args[0]).plus(operand(args[1])));
        all.put("sub", args -> quantity(args[0]).minus(operand(args[1])));
        all.put("isGreaterThan", args -> Semvers.compare(args[0], args[1]) > 0);
        all.put("isLessThan", args -> Semvers.compare(args[0], args[1]) < 0);
        all.put("compareTo", args -> (long) Semvers.compare(args[0], args[1]));
    }

    private static Quantity parse(String text) {
        try {
            return Quantity.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new EvaluationException(String.valueOf(malformed.getMessage()));
        }
    }

    private static boolean isQuantity(String text) {
        try {
            parse(text);
            return true;
        } catch (EvaluationException malformed) {
            return false;
        }
    }

    private static Quantity quantity(Object value) {
        if (value instanceof Quantity quantity) {
            return quantity;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static Quantity operand(Object value) {
        return value instanceof Long number ? Quantity.of(number) : quantity(value);
    }

    private static boolean isInteger(Quantity quantity) {
        try {
            BigDecimal amount = quantity.amount();
            amount.longValueExact();
            return true;
        } catch (ArithmeticException fraction) {
            return false;
        }
    }

    private static Object asInteger(Quantity quantity) {
        if (!isInteger(quantity)) {
            throw new EvaluationException("cannot convert value to integer");
        }
        return quantity.amount().longValueExact();
    }
}
